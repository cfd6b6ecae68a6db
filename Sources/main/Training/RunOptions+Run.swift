import Agents
import Experiments
import Foundation
import TensorBoard

extension RunOptions {
  /// The same for the library.
  var training: TrainingRunOptions {
    var training = TrainingRunOptions()
    training.root = runsFolder
    training.name = name
    training.checkpointRoot = checkpointsFolder
    training.laneCount = laneCount
    training.saveInterval = saveInterval
    training.keptCheckpoints = keptCheckpoints
    training.acceptsChanges = acceptance.acceptChanged
    training.forgotten = forget?.parts ?? []
    training.limits.meanReturn = stop.stopReturn
    training.limits.episodeCount = stop.stopWindow ?? EpisodeWindow.capacity
    training.limits.time = stop.timeLimit?.duration
    return training
  }

  /// Who watches the training, besides its logs.
  var observers: [any TrainingObserver] {
    var observers = [any TrainingObserver]()
    if tensorboard ?? true { observers.append(TensorBoardLog()) }
    observers.append(TrainingDisplay(options: self))
    if let videoInterval { observers.append(TrainingCamera(interval: videoInterval)) }
    return observers
  }
}
