import Agents
import AgentsCommand
import Environments
import Experiments
import Models

// The whole program with an environment, a cell, an algorithm and an observer more:
//
//     agents-with-parts train --env Pursuit-v0 --algo reinforce --recurrent --cell leaky
Cells.register(LeakyCell.self)
Algorithms.register(Reinforce.self)
TrainingObservers.register { Announcer() }
do {
  try EnvironmentRegistry.extendStandard(
    with: EnvironmentDescription(
      id: "Pursuit-v0", summary: "Follow a target that hides every other step.",
      maximumEpisodeSteps: 100
    ) { Pursuit() })
} catch {
  preconditionFailure("\(error)")
}
AgentsProgram.main()
