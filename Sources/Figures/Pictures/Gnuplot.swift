import Files
import Foundation

/// Draws pictures with gnuplot (http://www.gnuplot.info).
package enum Gnuplot {
  /// Runs a script and replaces the file at `url` by the picture that it draws; where that fails, the
  /// file stays as it was. The format goes by the ending of its name.
  ///
  /// - Parameters:
  ///   - script: without `set terminal` and `set output`.
  ///   - width, height: in points of 1/72 inch.
  ///   - font: that of all text.
  /// - Throws: ``PlotError``, `FileError`.
  package static func draw(
    _ script: String, to url: URL, width: Int, height: Int, font: PictureFont = .usual
  ) throws {
    let format = try PictureFormat(of: url)
    let program = try findProgram()
    try AtomicFile.replace(at: url) { temporary in
      try run(
        program, format.terminal(width: width, height: height, font: font) + "\n" + script,
        output: try create(temporary, reportedAs: url))
    }
  }

  private static func findProgram() throws(PlotError) -> URL {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for folder in folders {
      let path = "\(folder)/gnuplot"
      if FileManager.default.isExecutableFile(atPath: path) { return URL(filePath: path) }
    }
    throw .gnuplotMissing
  }

  private static func create(_ file: URL, reportedAs url: URL) throws(FileError) -> FileHandle {
    let descriptor = unsafe open(file.filePath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw FileError(path: url.filePath, action: "write it", system: .latest)
    }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  /// gnuplot writes the picture to its standard output, so that no path has to be put into its language.
  private static func run(_ program: URL, _ script: String, output: FileHandle) throws {
    let folder = FileManager.default.temporaryDirectory
    // From a file, and not through a pipe: nobody has to write and read at the same time.
    let input = folder.appending(path: "agents-\(UUID().uuidString).gnuplot")
    try AtomicFile.write(Data(script.utf8), to: input)
    defer { try? FileManager.default.removeItem(at: input) }
    let process = Process()
    process.executableURL = program
    process.arguments = ["-"]
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = output
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let text = String(
      decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    // It continues after some errors, such as data that no point can be made of, and ends well.
    guard process.terminationStatus == 0, try output.offset() > 0 else {
      throw PlotError.gnuplotFailed(text)
    }
  }
}
