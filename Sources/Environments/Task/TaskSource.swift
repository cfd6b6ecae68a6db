import Foundation
import YAML

/// A task of one's own: an MJCF model, and a task file that says what is observed and rewarded in it.
/// `docs/tasks.md` describes the format.
///
/// What the files held is part of the value, so that a run cannot be resumed with files that have changed.
public struct TaskSource: Codable, Hashable, Sendable {
  /// The absolute path of the model.
  public let model: String
  /// The absolute path of the task file.
  public let task: String
  /// What the task file says.
  public let taskText: String
  /// A digest of the compiled model, which all files that it includes have their part in.
  public let modelDigest: String

  /// Reads both files.
  ///
  /// - Throws: ``EnvironmentSetupError/task(_:)`` where one of them is missing or wrong, or they do not
  ///   fit each other.
  public init(model: URL, task: URL) throws(EnvironmentSetupError) {
    self.model = Self.path(of: model)
    self.task = Self.path(of: task)
    do throws(TaskError) {
      let compiled = try Self.compile(self.model)
      taskText = try Self.read(self.task)
      modelDigest = compiled.digest
      _ = try TaskPlan(
        TaskFile(parsing: taskText, path: self.task), model: compiled, path: self.model)
    } catch {
      throw .task(error)
    }
  }

  /// What the task is called: the name of the model's file without the extension.
  public var name: String { URL(filePath: model).deletingPathExtension().lastPathComponent }

  /// The task, from files that are what they were.
  func environment() throws(EnvironmentSetupError) -> EnvironmentDescription {
    let file: TaskFile
    let plan: TaskPlan
    do throws(TaskError) {
      guard try Self.read(task) == taskText else { throw .changed(path: task) }
      let compiled = try Self.compile(model)
      guard compiled.digest == modelDigest else { throw .changed(path: model) }
      file = try TaskFile(parsing: taskText, path: task)
      plan = try TaskPlan(file, model: compiled, path: model)
    } catch {
      throw .task(error)
    }
    return EnvironmentDescription(
      id: name, summary: file.summary, family: "Your own",
      maximumEpisodeSteps: file.maximumEpisodeSteps
    ) { () throws(EnvironmentError) in try TaskEnvironment(plan) }
  }

  private static func path(of url: URL) -> String {
    url.absoluteURL.standardizedFileURL.path(percentEncoded: false)
  }

  private static func compile(_ path: String) throws(TaskError) -> MuJoCoModel {
    // MuJoCo's own message does not tell a missing file from an empty one.
    do throws(PlainFile.Failure) { try PlainFile.check(path) } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
    do throws(EnvironmentError) { return try MuJoCoModel(file: URL(filePath: path)) } catch {
      throw .unusableModel(path: path, message: error.message)
    }
  }

  private static func read(_ path: String) throws(TaskError) -> String {
    do throws(PlainFile.Failure) {
      return try PlainFile.text(of: path, limit: largestTask)
    } catch .notText {
      throw .malformed(path: path, line: 1, column: 1, message: "this is not text in UTF-8")
    } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
  }

  /// The most bytes of a task file, whose text every checkpoint and every dump of a run holds.
  private static let largestTask = 1 << 20
}
