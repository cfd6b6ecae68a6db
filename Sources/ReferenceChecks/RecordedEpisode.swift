/// One episode of an environment as a reference records it: arrays by name, time first.
package struct RecordedEpisode: Sendable {
  /// An array of rows of equal size.
  package struct Table: Sendable {
    package let rowSize: Int
    package let values: [Double]

    package init(rowSize: Int, values: [Double]) {
      self.rowSize = rowSize
      self.values = values
    }

    package func row(_ index: Int) -> ArraySlice<Double> {
      values[index * rowSize..<(index + 1) * rowSize]
    }
  }

  package let name: String
  /// The number of steps, T.
  package let steps: Int
  /// What the time limit had counted when the recording began.
  package let elapsedStepsAtStart: Int
  /// The arrays of T rows, by their names in the file: `qpos_before`, `reward_terms/control`.
  package let tables: [String: Table]
  /// The arrays of a single row: `initial_observation`, `final_qacc_warmstart`.
  package let rows: [String: [Double]]

  package init(
    name: String, steps: Int, elapsedStepsAtStart: Int, tables: [String: Table],
    rows: [String: [Double]]
  ) {
    self.name = name
    self.steps = steps
    self.elapsedStepsAtStart = elapsedStepsAtStart
    self.tables = tables
    self.rows = rows
  }

  /// The only value of a row, for arrays of one value a step.
  func value(_ name: String, _ step: Int) -> Double? { tables[name]?.row(step).first }
}
