import Agents
import Files
import Foundation
import YAML

/// A file of settings for `agents train`.
enum SettingsFile {
  /// Flags by their names, here as arguments of a command line.
  case flags([String])
  /// What a run wrote down of its own: every setting.
  case run(TrainingConfiguration)

  /// - Throws: `FileError` where the file cannot be read, ``YAMLError`` where it is wrong.
  init(reading url: URL) throws {
    let file = try Self.read(url)
    let pairs = try file.mapping(
      "a mapping with flags of 'agents train' by their names, or a run's config.json")
    if let configuration = pairs.first(where: { $0.name == "configuration" }) {
      self = .run(try RecordedSettings(configuration.value).configuration)
    } else {
      self = .flags(try pairs.flatMap { try Self.arguments($0.name, $0.value) })
    }
  }

  private static func read(_ url: URL) throws -> YAMLNode {
    do {
      return try YAMLNode(
        reading: url.path(percentEncoded: false), shownAs: url.shortPath, as: "YAML or JSON")
    } catch PlainFile.Failure.system(let code) {
      throw FileError(path: url.shortPath, action: "read it", system: SystemError(code: code))
    }
  }

  /// What a command line would say for a name and a value.
  private static func arguments(
    _ name: String, _ value: YAMLNode
  ) throws(YAMLError) -> [String] {
    let flag = "--" + name.replacing("_", with: "-")
    guard !["--config", "--resume", "--help", "--version"].contains(flag) else {
      throw value.error("\(name) belongs on the command line, not into a file")
    }
    let isSwitch = mistake(in: [flag]) == nil
    let arguments =
      if isSwitch { try switchArguments(flag, value) } else { try optionArguments(flag, value) }
    if let mistake = mistake(in: arguments) { throw value.error(mistake) }
    return arguments
  }

  private static func switchArguments(
    _ flag: String, _ value: YAMLNode
  ) throws(YAMLError) -> [String] {
    guard let isOn = value.node.bool else { throw value.error("\(flag) is true or false") }
    if isOn { return [flag] }
    let opposite = "--no-" + flag.dropFirst(2)
    // Where there is no opposite, the flag is off where it is left out.
    return mistake(in: [opposite]) == nil ? [opposite] : []
  }

  private static func optionArguments(
    _ flag: String, _ value: YAMLNode
  ) throws(YAMLError) -> [String] {
    if value.isNull { throw value.error("\(flag) has no value; give one or leave it out") }
    if let text = value.scalar {
      guard text.utf8.count <= YAMLDocument.longestValue else {
        throw value.error(
          "\(flag) takes \(YAMLDocument.longestValue) bytes at most, and not \(text.utf8.count)")
      }
      return ["\(flag)=\(text)"]
    }
    guard flag == "--env-arg" else { throw value.error("\(flag) takes one value") }
    var texts = [String]()
    let count = value.list?.count ?? value.mapping?.count ?? 0
    guard count <= 100 else {
      throw value.error("\(flag) takes 100 values at most, and not \(count)")
    }
    if let list = value.list {
      texts = list.compactMap(\.scalar)
    } else {
      for (name, value) in try value.mapping("names with values") {
        texts.append("\(name)=\(value.scalar ?? "")")
      }
    }
    return texts.map { "\(flag)=\($0)" }
  }

  /// What the argument parser says against arguments, if anything.
  private static func mistake(in arguments: [String]) -> String? {
    do {
      _ = try TrainCommand.parse(OriginalFlags.translate(arguments))
      return nil
    } catch {
      return TrainCommand.message(for: error)
    }
  }
}
