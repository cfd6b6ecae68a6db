import Environments
import Tensors

/// Where one episode's environment writes its steps; O is the observation's size.
struct EpisodeBuffers {
  let rawObservation: Matrix  // [1, O]
  let finalObservation: Matrix  // [1, O], where the episode ended
  let reward, terminated, truncated: Matrix  // [1, 1]

  init(observationSize: Int, in carver: inout Carver) {
    rawObservation = carver.matrix(rows: 1, columns: observationSize)
    finalObservation = carver.matrix(rows: 1, columns: observationSize)
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
