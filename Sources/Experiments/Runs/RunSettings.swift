import Agents
import Foundation

/// The settings of a run, as `config.json` has them, by their paths in it: `learning.learningRate`.
public struct RunSettings: Sendable, Equatable {
  /// Each value as text.
  public let values: [String: String]

  /// The settings that are called otherwise on a command line, by those names.
  private static let shortNames = Dictionary(
    uniqueKeysWithValues: TrainingConfiguration.settings.compactMap { setting in
      setting.shortName.map { ($0, setting.name) }
    } + [("env", "environment.id"), ("environment", "environment.id")])

  /// Those of a run that does not tell them.
  init() { values = [:] }

  /// - Throws: `FileError`, or ``RunQueryError/damaged(_:)`` where the file is none of ours.
  init(reading url: URL) throws {
    struct Record: Decodable { let configuration: SettingValue }
    let data = try RunFile.contents(of: url)
    guard let record = try? JSONDecoder().decode(Record.self, from: data) else {
      throw RunQueryError.damaged(url.filePath)
    }
    var values = [String: String]()
    record.configuration.flatten(into: &values)
    self.values = values
  }

  /// The value of a setting by its path, the last word of it, or a short name.
  public subscript(name: String) -> String? {
    let path = Self.shortNames[name] ?? name
    if let value = values[path] { return value }
    let matches = values.keys.filter { $0.hasSuffix("." + path) }
    return matches.count == 1 ? values[matches[0]] : nil
  }

  func integer(_ path: String) -> Int? { values[path].flatMap { Int($0) } }

  /// The steps of all environments that the run ends after: whole rollouts, the last of which reaches
  /// what was asked for. Runs from before there was a warm-up ended with the last within it.
  var totalSteps: Int {
    guard let asked = integer("totalSteps"), let environments = integer("environmentCount"),
      let steps = integer("stepCount")
    else { return 0 }
    let (size, overflow) = environments.multipliedReportingOverflow(by: steps)
    guard !overflow, size > 0, 0...1 << 53 ~= asked else { return 0 }
    let surplus = asked % size
    return asked - surplus
      + (surplus > 0 && values["normalization.warmUpSteps"] != nil ? size : 0)
  }
}

/// A value in JSON.
private indirect enum SettingValue: Decodable {
  case text(String)
  case list([SettingValue])
  case group([String: SettingValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .text(String(value))
    } else if let value = try? container.decode(UInt64.self) {
      self = .text(String(value))
    } else if let value = try? container.decode(Double.self) {
      self = .text(ShortNumber.text(value))
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let values = try? container.decode([SettingValue].self) {
      self = .list(values)
    } else if container.decodeNil() {
      self = .text("-")
    } else {
      self = .group(try container.decode([String: SettingValue].self))
    }
  }

  func flatten(into values: inout [String: String], path: String = "") {
    switch self {
    case .text(let text): values[path] = text
    case .list(let list):
      for (index, value) in list.enumerated() {
        value.flatten(into: &values, path: "\(path).\(index)")
      }
    case .group(let group):
      for (key, value) in group {
        value.flatten(into: &values, path: path.isEmpty ? key : "\(path).\(key)")
      }
    }
  }
}
