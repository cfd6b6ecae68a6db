import Files
import Foundation

/// A file that ffmpeg, a process of its own, writes from pictures.
@safe final class VideoEncoder {
  private let file: PendingFile
  private let format: VideoFormat
  private let process = Process()
  /// Our end of the connection that ffmpeg reads from.
  private var connection: Int32
  /// What ffmpeg says, in a file without a name.
  private let messages: FileHandle

  /// - Parameters:
  ///   - program: The path of ffmpeg.
  ///   - rate: The number of pictures a second.
  init(
    _ program: URL, url: URL, format: VideoFormat, size: VideoSize, rate: Double
  ) throws(VideoError) {
    // A socket instead of a pipe: who writes to a pipe that nobody reads any more gets a signal.
    var ends: [Int32] = [-1, -1]
    let stream = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, stream, 0, &ends) == 0, let stderr = unsafe tmpfile() else {
      throw .encoderFailed(path: url.filePath, message: SystemError.latest.reason)
    }
    connection = ends[0]
    messages = FileHandle(fileDescriptor: unsafe dup(fileno(stderr)), closeOnDealloc: true)
    _ = unsafe fclose(stderr)
    file = PendingFile(replacing: url)
    self.format = format

    process.executableURL = program
    process.arguments =
      [
        "-loglevel", "error", "-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", "\(size)",
        "-framerate", String(format: "%.6f", rate), "-i", "pipe:0",
      ] + format.encoderArguments + ["-y", OutgoingText.ffmpegFile(file.temporary)]
    process.standardInput = FileHandle(fileDescriptor: ends[1], closeOnDealloc: false)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = messages
    defer { close(ends[1]) }
    do {
      try process.run()
    } catch {
      close(connection)
      throw .encoderFailed(path: url.filePath, message: "\(program.filePath) does not start")
    }
  }

  /// Hands over a picture, and waits where ffmpeg is slower than what it is given.
  func append(_ pixels: [UInt8]) throws(VideoError) {
    var sent = 0
    while sent < pixels.count {
      let count = unsafe pixels.withUnsafeBytes { bytes in
        unsafe send(
          connection, bytes.baseAddress.unsafelyUnwrapped + sent, bytes.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        sent += count
      } else if errno != EINTR {
        throw stopped()
      }
    }
  }

  /// Lets ffmpeg end the file and puts that in its place.
  func finish() throws(VideoError) {
    disconnect()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0,
      format.isWhole(file.temporary)
    else { throw stopped() }
    do throws(FileError) {
      try file.commit()
    } catch {
      file.discard()
      throw .file(error)
    }
  }

  /// Gives up: no file is left.
  func cancel() {
    disconnect()
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    file.discard()
  }

  private func disconnect() {
    if connection >= 0 { close(connection) }
    connection = -1
  }

  private func stopped() -> VideoError {
    disconnect()
    process.waitUntilExit()
    file.discard()
    try? messages.seek(toOffset: 0)
    let text = String(decoding: (try? messages.readToEnd()) ?? Data(), as: UTF8.self)
      .replacing(OutgoingText.ffmpegFile(file.temporary), with: file.url.filePath)
    // What follows the first line follows from it.
    let line = text.split(whereSeparator: \.isNewline).first ?? "it ended early"
    return .encoderFailed(path: file.url.filePath, message: String(line))
  }
}

extension VideoEncoder {
  /// The path of ffmpeg, or nil where the PATH has none.
  static var program: URL? {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return folders.split(separator: ":").lazy
      .map { URL(filePath: String($0)).appending(path: "ffmpeg") }
      .first { FileManager.default.isExecutableFile(atPath: $0.filePath) }
  }
}
