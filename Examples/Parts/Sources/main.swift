import Agents
import AgentsCommand
import Environments
import Experiments
import Models

// The whole program with two environments (one of them a batch of array code), an encoder, a cell, a distribution over actions, an algorithm and an
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
  try EnvironmentRegistry.extendStandard(
    with: EnvironmentDescription(
      id: "Harbour-v0", summary: "Hold a boat against a current.", maximumEpisodeSteps: 100,
      makeBatch: { Harbour($0) }))
} catch {
  preconditionFailure("\(error)")
}
AgentsProgram.main()
