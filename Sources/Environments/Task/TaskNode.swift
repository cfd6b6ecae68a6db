import Settings
import YAML

/// A part of a task file, read with errors that say where it stands and what it should be.
struct TaskNode {
  private let node: YAMLNode

  private init(_ node: YAMLNode) { self.node = node }

  /// The whole of a file.
  init(parsing text: String, path: String) throws(TaskError) {
    do throws(YAMLError) { node = try YAMLNode(parsing: text, path: path) } catch {
      throw error.place.error(error.message)
    }
  }

  var place: YAMLPlace { node.place }

  private var scalar: String? { node.scalar }

  /// A value of any kind that an environment's argument can have.
  func value<Value: SettingValue>(_ type: Value.Type) throws(TaskError) -> Value {
    guard let scalar, let value = Value(settingText: scalar) else { throw mismatch(Value.kind) }
    return value
  }

  /// A number within a range.
  func number(
    in range: ClosedRange<Double> = -TaskFile.largestNumber...TaskFile.largestNumber
  ) throws(TaskError) -> Double {
    let number = try value(Double.self)
    guard range.contains(number) else {
      throw mismatch(
        "a number from \(range.lowerBound.settingText) to \(range.upperBound.settingText)")
    }
    return number
  }

  /// A whole number within a range.
  func count(in range: ClosedRange<Int>) throws(TaskError) -> Int {
    let count = try value(Int.self)
    guard range.contains(count) else {
      throw mismatch("a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return count
  }

  func text() throws(TaskError) -> String {
    guard let scalar, !scalar.isEmpty else { throw mismatch("a text") }
    return scalar
  }

  func name() throws(TaskError) -> TaskName {
    guard let scalar, !scalar.isEmpty else { throw mismatch("a name") }
    guard scalar.utf8.count <= YAMLDocument.longestKey else {
      throw mismatch("a name of at most \(YAMLDocument.longestKey) bytes")
    }
    return TaskName(text: scalar, place: place)
  }

  func list(_ kind: String) throws(TaskError) -> [TaskNode] {
    guard let list = node.list else { throw mismatch(kind) }
    return list.map { TaskNode($0) }
  }

  /// One name, or a list of them.
  func names() throws(TaskError) -> [TaskName] {
    if scalar != nil { return [try name()] }
    var names = [TaskName]()
    for part in try list("a name or a list of names") { names.append(try part.name()) }
    guard !names.isEmpty else { throw mismatch("a name or a list of names") }
    return names
  }

  /// Two numbers, the smaller first, of which YAML writes infinite ones as `-.inf` and `.inf`.
  func range() throws(TaskError) -> ClosedRange<Double> {
    let kind = "two numbers in brackets, the smaller first, such as [0.7, .inf]"
    let numbers = try list(kind).map { Double(settingText: Self.plain($0.scalar ?? "")) }
    guard numbers.count == 2, let low = numbers[0], let high = numbers[1], low <= high else {
      throw mismatch(kind)
    }
    return low...high
  }

  private static func plain(_ text: String) -> String {
    text.lowercased().replacing(".inf", with: "inf")
  }

  /// Names and what they stand for, in order.
  func mapping(_ kind: String) throws(TaskError) -> [(name: TaskName, value: TaskNode)] {
    guard let mapping = node.mapping else { throw mismatch(kind) }
    var pairs = [(name: TaskName, value: TaskNode)]()
    for (key, value) in mapping {
      pairs.append((try TaskNode(key).name(), TaskNode(value)))
    }
    return pairs
  }

  /// The error that something else should stand here.
  func mismatch(_ kind: String) -> TaskError {
    let found =
      scalar.map { $0.isEmpty ? "nothing" : "'\(YAMLDocument.excerpt($0))'" }
      ?? (node.list == nil ? "a mapping" : "a list")
    return place.error("this must be \(kind), and is \(found)")
  }
}
