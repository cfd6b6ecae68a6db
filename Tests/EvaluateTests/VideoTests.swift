import Environments
import Evaluate
import Foundation
import Testing

@Suite(.serialized) struct VideoTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "agents-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  }

  /// Runs a test in the folder and removes that.
  private func inFolder(_ test: () throws -> Void) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try test()
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  private func record(
    _ id: String, states: Int, to name: String, replacing: Bool = false
  ) throws -> VideoRecorder {
    let recorder = try VideoRecorder(
      url: folder.appending(path: name), size: VideoSize("64x48"), replacing: replacing)
    let scenery = try Scenery(id)
    for state in 0..<states {
      if state > 0 { try scenery.step() }
      try recorder.append(
        scenery.picture, caption: VideoCaption(episode: 1, step: state, episodeReturn: 0),
        endsEpisode: state == states - 1)
    }
    return recorder
  }

  /// What ffprobe says about the entries of a file's only stream.
  private func probe(_ name: String, _ entries: String) throws -> [String] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=\(entries)", "-of",
      "default=noprint_wrappers=1", folder.appending(path: name).path,
    ]
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `a video has a frame for each state and shows the last for half a second`() throws {
    try inFolder {
      try record("CartPole-v1", states: 8, to: "pole.mp4").finish()
      let found = try probe(
        "pole.mp4", "codec_name,width,height,pix_fmt,r_frame_rate,nb_read_frames")
      #expect(
        found == [
          "codec_name=h264", "width=64", "height=48", "pix_fmt=yuv420p", "r_frame_rate=50/1",
          "nb_read_frames=33",
        ])
      #expect(try names == ["pole.mp4"])
    }
  }

  @Test func `states that follow too fast are left out evenly`() throws {
    try inFolder {
      // 125 states a second: each third, the last, and that for 21 more.
      try record("Hopper-v4", states: 8, to: "hopper.mp4").finish()
      #expect(
        try probe("hopper.mp4", "r_frame_rate,nb_read_frames")
          == ["r_frame_rate=125/3", "nb_read_frames=25"])
    }
  }

  @Test func `a card can be read in a moving picture`() throws {
    try inFolder {
      try record("RepeatFirstEasy-v0", states: 6, to: "cards.gif").finish()
      #expect(
        try probe("cards.gif", "codec_name,width,height,nb_read_frames")
          == ["codec_name=gif", "width=64", "height=48", "nb_read_frames=8"])
    }
  }

  @Test func `a file is replaced only if that is asked for`() throws {
    try inFolder {
      let file = folder.appending(path: "pole.mp4")
      try Data("mine".utf8).write(to: file)
      #expect(throws: VideoError.exists(path: file.path)) {
        _ = try VideoRecorder(url: file, replacing: false)
      }
      try record("CartPole-v1", states: 2, to: "pole.mp4", replacing: true).cancel()
      #expect(try Data(contentsOf: file) == Data("mine".utf8))
      #expect(try names == ["pole.mp4"])
      try record("CartPole-v1", states: 2, to: "pole.mp4", replacing: true).finish()
      #expect(try Data(contentsOf: file).count > 1000)
    }
  }

  @Test func `a video that is given up leaves nothing`() throws {
    try inFolder {
      try record("CartPole-v1", states: 3, to: "pole.mp4").cancel()
      _ = try record("CartPole-v1", states: 3, to: "pole.gif")
      #expect(try names == [])
    }
  }

  @Test func `a folder that is not there is an error of the encoder`() throws {
    let error = try #require(throws: VideoError.self) {
      try record("CartPole-v1", states: 2, to: "no/pole.mp4").finish()
    }
    #expect("\(error)".contains("pole.mp4: ffmpeg could not write the video: "))
    #expect("\(error)".contains("No such file or directory"))
    #expect(!error.isWrongUsage)
    try FileManager.default.removeItem(at: folder)
  }

  @Test func `the name of a file decides its kind`() {
    #expect(throws: VideoError.unknownFormat(path: "/tmp/pole.avi")) {
      _ = try VideoRecorder(url: URL(filePath: "/tmp/pole.avi"), replacing: false)
    }
  }

  @Test(arguments: [
    "640", "640x", "641x480", "640x481", "30x480", "640x5000", "axb", "64x48x2", "",
  ])
  func `a size that no video can have is an error`(_ text: String) {
    #expect(throws: VideoError.impossibleSize(text)) { _ = try VideoSize(text) }
  }

  @Test func `a size is width by height`() throws {
    let size = try VideoSize("1280x720")
    #expect(size.width == 1280 && size.height == 720 && "\(size)" == "1280x720")
    #expect(try VideoSize("640x480") == .standard)
  }
}
