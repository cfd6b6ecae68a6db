import SwiftProtobuf

extension HParamsData {
  /// A run's settings for TensorBoard's table of runs, by their paths: `learning.learningRate`.
  ///
  /// - Parameter configuration: an object in JSON. What is null in it is left out.
  package init(configuration: String, startTime: Double) throws {
    let settings = try Google_Protobuf_Struct(jsonString: configuration)
    sessionStartInfo.startTimeSecs = startTime
    add(settings, below: "")
  }

  private mutating func add(_ settings: Google_Protobuf_Struct, below path: String) {
    for (name, value) in settings.fields {
      switch value.kind {
      case .structValue(let group): add(group, below: "\(path)\(name).")
      case .listValue, .nullValue, nil: continue
      default: sessionStartInfo.hparams[path + name] = value
      }
    }
  }
}
