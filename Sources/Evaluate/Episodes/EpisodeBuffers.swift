import Environments
import Spaces
import Tensors

/// Where one episode's environment writes its steps; O is the observation's size.
struct EpisodeBuffers {
  let rawObservation: Matrix  // [1, O]
  /// The same, its vectors and images apart.
  let rawFields: Observations
  let finalObservation: Matrix  // [1, O], where the episode ended
  let reward, terminated, truncated: Matrix  // [1, 1]

  init(_ layout: ObservationLayout, in carver: inout Carver) {
    rawObservation = carver.matrix(rows: 1, columns: layout.size)
    rawFields = carver.observations(layout, rows: 1)
    finalObservation = carver.matrix(rows: 1, columns: layout.size)
    reward = carver.matrix(rows: 1, columns: 1)
    terminated = carver.matrix(rows: 1, columns: 1)
    truncated = carver.matrix(rows: 1, columns: 1)
  }

  var stepRows: StepRows {
    StepRows(
      observations: rawObservation, rewards: reward, terminated: terminated,
      truncated: truncated, finalObservations: finalObservation)
  }
}
