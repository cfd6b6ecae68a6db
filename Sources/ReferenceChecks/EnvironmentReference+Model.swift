import Environments

extension EnvironmentReference {
  /// Numbers that MuJoCo computes from others while it compiles, by a longer way.
  private static let derivedFields: Set = ["body_invweight0", "dof_invweight0", "stat/meaninertia"]

  /// Compares the fields of a compiled model, by their names in the reference. Colours are left out,
  /// and so is what is not MuJoCo's: the task's own numbers of steps and initial states.
  package static func compareModel(
    _ fields: [String: [Double]], with model: MuJoCoModel
  ) -> ReferenceDeviations {
    var deviations = ReferenceDeviations()
    for (name, reference) in fields.sorted(by: { $0.key < $1.key }) where !name.hasSuffix("_rgba") {
      guard let values = model.field(name) else { continue }
      let tolerance =
        derivedFields.contains(name)
        ? ReferenceTolerance(absolute: 0, relative: 1e-7)
        : ReferenceTolerance(absolute: 1e-9, relative: 1e-9)
      deviations.compare(
        values, with: reference[...], dataset: "model/\(name)", tolerance: tolerance)
    }
    return deviations
  }
}
