/// What a step of the optimizer tells.
package struct StepReport: Sendable {
  /// The gradient's global norm, before anything was done to it.
  package var gradientNorm: Double
  /// What K-FAC tells, where there is one.
  package var curvature: CurvatureReport?
}
