import Files
import Foundation
import SwiftProtobuf

/// A file of events that TensorBoard reads, one of a run's folder.
///
/// Events are gathered and written every few seconds in one piece, so that a process that is killed
/// leaves whole ones. Nothing is lost by that where ``synchronize()`` is called before a
/// checkpoint is saved: a run resumed from there writes what came later again.
package final class EventFile {
  private let file: AppendingFile
  private var waiting = [UInt8]()
  private var lastWritten = ContinuousClock.now

  /// How long events may wait, and how many bytes of them.
  private static let longestWait = Duration.seconds(5)
  private static let mostWaiting = 1 << 20

  /// Begins a file in the folder of a run, which continues after `step`. What earlier files say about later
  /// steps is removed, so that TensorBoard does not meet a step twice; so is what is not a whole event.
  ///
  /// - Throws: `FileError`.
  package init(in folder: URL, afterStep step: Int) throws {
    for url in try Self.files(in: folder) { try Self.cut(url, afterStep: step) }
    let seconds = Date().timeIntervalSince1970
    // TensorBoard reads the files of a folder in the order of their names.
    let name = String(
      format: "events.out.tfevents.%010d.%@.%012d", Int(seconds), ProcessInfo.processInfo.hostName,
      step)
    file = try AppendingFile(creating: folder.appending(path: name))
    var event = Event()
    event.wallTime = seconds
    event.fileVersion = "brain.Event:2"
    try append(event)
    try write()
  }

  /// The event files in a folder, the oldest first.
  package static func files(in folder: URL) throws(FileError) -> [URL] {
    try Folder.names(in: folder).filter { !$0.hasPrefix(".") && $0.contains(".tfevents.") }
      .sorted().map { folder.appending(path: $0) }
  }

  /// Keeps the events up to a step; removes a file that holds no values then.
  private static func cut(_ url: URL, afterStep step: Int) throws {
    let bytes = [UInt8](try Data(reading: url))
    var kept = 0
    var hasValues = false
    for record in RecordFile.records(in: bytes) {
      guard let event = try? Event(serializedBytes: Array(bytes[record])), event.step <= step else {
        break
      }
      kept = RecordFile.end(of: record)
      hasValues = hasValues || event.step > 0
    }
    if !hasValues {
      try Folder.remove(url)
    } else if kept < bytes.count {
      try AtomicFile.write(Data(bytes[..<kept]), to: url)
    }
  }

  /// The settings of the run; see ``HParamsData/init(configuration:startTime:)``.
  package func append(configuration: String) throws {
    var value = EventSummary.Value()
    value.tag = "_hparams_/session_start_info"
    value.metadata.pluginData.pluginName = "hparams"
    value.metadata.pluginData.content = try HParamsData(
      configuration: configuration, startTime: Date().timeIntervalSince1970
    ).serializedData()
    try append([value], step: 0)
  }

  /// Values at a step, by their tags: `update/policy_loss`.
  package func append(scalars: [(tag: String, value: Double)], step: Int) throws {
    try append(
      scalars.map { tag, value in
        var summary = EventSummary.Value()
        summary.tag = tag
        summary.simpleValue = Float(value)
        return summary
      }, step: step)
  }

  /// How many values each are distributed at a step.
  package func append(histograms: [(tag: String, values: [Float])], step: Int) throws {
    try append(
      histograms.compactMap { tag, values in
        EventSummary.Histogram(values).map { histogram in
          var summary = EventSummary.Value()
          summary.tag = tag
          summary.histo = histogram
          return summary
        }
      }, step: step)
  }

  /// A picture at a step, as the contents of a PNG or GIF file in colour.
  package func append(image: Data, width: Int, height: Int, tag: String, step: Int) throws {
    var value = EventSummary.Value()
    value.tag = tag
    value.image.width = Int32(width)
    value.image.height = Int32(height)
    value.image.colorspace = 3
    value.image.encodedImageString = image
    try append([value], step: step)
  }

  private func append(_ values: [EventSummary.Value], step: Int) throws {
    var event = Event()
    event.wallTime = Date().timeIntervalSince1970
    event.step = Int64(step)
    event.summary.value = values
    try append(event)
  }

  private func append(_ event: Event) throws {
    RecordFile.append(try event.serializedBytes(), to: &waiting)
    if waiting.count > Self.mostWaiting || .now - lastWritten > Self.longestWait { try write() }
  }

  private func write() throws(FileError) {
    let bytes = Data(waiting)
    // If it cannot be written the run ends, and nobody is to try again at the end.
    waiting.removeAll(keepingCapacity: true)
    lastWritten = .now
    try file.append(bytes)
  }

  /// Waits until all events are on the disk.
  package func synchronize() throws(FileError) {
    try write()
    try file.synchronize()
  }
}
