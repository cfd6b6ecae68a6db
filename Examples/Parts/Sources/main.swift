import Agents
import AgentsCommand
import Models

// The whole program, with a cell and an algorithm more: agents-with-parts train --algo reinforce
// --recurrent --cell leaky.
Cells.register(LeakyCell.self)
Algorithms.register(Reinforce.self)
AgentsProgram.main()
