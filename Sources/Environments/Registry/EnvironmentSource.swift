/// What makes environments of one kind with certain arguments.
///
/// The closures are made where the type is known, so that the compiler can specialise for it all that
/// a pipeline does.
struct EnvironmentSource: Sendable {
  let makeEnvironment: @Sendable () throws(EnvironmentSetupError) -> any Environment
  let makeBatch: @Sendable (BatchPlan) throws(EnvironmentSetupError) -> EnvironmentPipeline

  /// Environments that are made one at a time.
  init<World: Environment>(
    id: String, make: @escaping @Sendable () throws(EnvironmentError) -> World
  ) {
    let makeOne: @Sendable () throws(EnvironmentSetupError) -> World = {
      () throws(EnvironmentSetupError) in
      do throws(EnvironmentError) { return try make() } catch {
        throw EnvironmentSetupError.unusable(id: id, message: error.message)
      }
    }
    makeEnvironment = makeOne
    makeBatch = { plan throws(EnvironmentSetupError) in
      var worlds = [World]()
      for _ in plan.indices { worlds.append(try makeOne()) }
      let batch = NativeBatch(worlds)
      return EnvironmentPipeline(try PipelineCore(batch, plan: plan)) {
        batch.environment(inRow: $0)
      }
    }
  }

  /// Environments that are made a batch at a time.
  init<Worlds: EnvironmentBatch>(
    id: String,
    makeBatch make: @escaping @Sendable (BatchPlaces) throws(EnvironmentError) -> Worlds
  ) {
    let makeSome: @Sendable (BatchPlaces) throws(EnvironmentSetupError) -> Worlds = {
      places throws(EnvironmentSetupError) in
      do throws(EnvironmentError) { return try make(places) } catch {
        throw EnvironmentSetupError.unusable(id: id, message: error.message)
      }
    }
    makeEnvironment = { () throws(EnvironmentSetupError) in
      BatchRow(try makeSome(BatchPlaces(indices: 0..<1, seed: 1)), row: 0)
    }
    makeBatch = { plan throws(EnvironmentSetupError) in
      let batch = try makeSome(BatchPlaces(indices: plan.indices, seed: plan.seed))
      return EnvironmentPipeline(try PipelineCore(batch, plan: plan)) { BatchRow(batch, row: $0) }
    }
  }
}
