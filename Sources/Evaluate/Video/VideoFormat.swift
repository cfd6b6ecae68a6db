import Foundation

/// The kinds of files a video can be written to.
enum VideoFormat: String {
  case mp4, gif

  /// The kind that the name of a file asks for.
  init(of url: URL) throws(VideoError) {
    guard let format = VideoFormat(rawValue: url.pathExtension.lowercased()) else {
      throw .unknownFormat(path: url.filePath)
    }
    self = format
  }

  /// How many pictures a second there are at most: what screens show, and what programs that show GIFs
  /// take for meant so.
  var greatestRate: Double {
    switch self {
    case .mp4: 60
    case .gif: 50
    }
  }

  /// Whether a file is one of this kind from its beginning to its end. ffmpeg ends well after a disk was
  /// full at the last moment.
  func isWhole(_ file: URL) -> Bool {
    guard let handle = try? FileHandle(forReadingFrom: file), let end = try? handle.seekToEnd()
    else { return false }
    func bytes(at offset: UInt64, _ count: Int) -> [UInt8]? {
      guard (try? handle.seek(toOffset: offset)) != nil,
        let data = try? handle.read(upToCount: count), data.count == count
      else { return nil }
      return [UInt8](data)
    }
    switch self {
    case .gif:
      // A GIF ends with a semicolon (GIF89a, section 27).
      return end > 13 && bytes(at: 0, 4) == Array("GIF8".utf8) && bytes(at: end - 1, 1) == [0x3B]
    case .mp4:
      // An MP4 is a row of boxes, each with its size and its kind (ISO/IEC 14496-12, section 4.2); one
      // holds the pictures, another says where they are.
      var offset: UInt64 = 0
      var kinds = Set<String>()
      while offset < end {
        guard let head = bytes(at: offset, 8) else { return false }
        var size = head[..<4].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        if size == 1, let large = bytes(at: offset + 8, 8) {
          size = large.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        guard size >= 8, size <= end - offset else { return false }
        kinds.insert(String(decoding: head[4...], as: UTF8.self))
        offset += size
      }
      return kinds.isSuperset(of: ["moov", "mdat"])
    }
  }

  /// What tells ffmpeg to write this kind, from pictures whose first row is the lowest. Each picture of a
  /// GIF has a palette of its own: to find one for all, ffmpeg would have to keep all.
  var encoderArguments: [String] {
    switch self {
    case .mp4:
      [
        "-vf", "vflip", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt",
        "yuv420p",
        "-movflags", "+faststart", "-f", "mp4",
      ]
    case .gif:
      [
        "-vf",
        "vflip,split[a][b];[a]palettegen=stats_mode=single[palette];[b][palette]paletteuse=new=1",
        "-f", "gif",
      ]
    }
  }
}
