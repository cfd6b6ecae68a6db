/// What Minari keeps beside the episodes of a dataset.
struct MinariMetadata: Encodable {
  let datasetID: String
  /// As JSON of its own.
  let observationSpace: String
  let actionSpace: String
  /// Nil for environments that Gymnasium does not have.
  let environmentSpec: String?
  var totalEpisodes: Int?
  var totalSteps: Int?

  private let format = "hdf5"
  /// The oldest version that reads this.
  private let version = "0.5.0"

  init(
    datasetID: String, observationSpace: String, actionSpace: String, environmentSpec: String?
  ) {
    self.datasetID = datasetID
    self.observationSpace = observationSpace
    self.actionSpace = actionSpace
    self.environmentSpec = environmentSpec
  }

  private enum CodingKeys: String, CodingKey {
    case datasetID = "dataset_id"
    case observationSpace = "observation_space"
    case actionSpace = "action_space"
    case environmentSpec = "env_spec"
    case totalEpisodes = "total_episodes"
    case totalSteps = "total_steps"
    case format = "data_format"
    case version = "minari_version"
  }
}
