import Agents
import AgentsCommand
import Environments
import Experiments
import Models

// The whole program with an environment, an encoder, a cell, a distribution over actions, an algorithm and an
// observer more:
//
//     agents-with-parts train --env Pursuit-v0 --algo reinforce --recurrent --encoder place-fields \
//       --cell leaky --distribution lapsing
Encoders.register(PlaceFields.self)
ActionDistributions.register(LapsingChoice.self)
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
