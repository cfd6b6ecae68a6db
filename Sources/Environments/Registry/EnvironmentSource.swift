/// What makes environments of one type with certain arguments.
///
/// The closures are made where the type is known, so that the compiler can specialise for it all that
/// a batch does.
struct EnvironmentSource: Sendable {
  let makeEnvironment: @Sendable () throws(EnvironmentSetupError) -> any Environment
  let makeBatch: @Sendable (BatchPlan) throws(EnvironmentSetupError) -> any EnvironmentBatch

  init<World: Environment, Arguments: EnvironmentArguments>(
    id: String, _ arguments: Arguments,
    _ make: @escaping @Sendable (Arguments) throws(EnvironmentError) -> World
  ) {
    let makeOne: @Sendable () throws(EnvironmentSetupError) -> World = {
      () throws(EnvironmentSetupError) in
      do throws(EnvironmentError) { return try make(arguments) } catch {
        throw EnvironmentSetupError.unusable(id: id, message: error.message)
      }
    }
    makeEnvironment = makeOne
    makeBatch = { plan throws(EnvironmentSetupError) in
      var worlds = [World]()
      for _ in plan.indices { worlds.append(try makeOne()) }
      return Batch(try BatchCore(worlds, plan: plan))
    }
  }
}
