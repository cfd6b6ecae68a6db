import Models
import Tensors

extension KFAC {
  /// Writes a layer's part of the direction, and its product with the gradient.
  func precondition(layer index: Int) {
    let (layer, memory) = (layout.layers[index], workspaces[index])
    let factored = 0..<layer.factoredRows
    // Below them a bias of its own, whose factor and basis are 1.
    let plain = layer.factoredRows..<layer.rows
    load(layer, memory)

    var rotated = memory.gradient
    if let inputs = layer.inputs {
      memory.first.rows(factored).multiply(
        inputs.matrix.view(in: bases), memory.gradient.rows(factored))
      memory.first.rows(plain).copy(from: memory.gradient.rows(plain))
      rotated = memory.first
    }
    let outputBasis = layer.outputs.matrix.view(in: bases)
    outputBasis.transpose(into: memory.transposedBasis)
    let coordinates = memory.second
    coordinates.multiply(rotated, memory.transposedBasis)

    let outputValues = layer.outputs.eigenvalues.view(in: eigenvalues)
    let damping = Float(configuration.damping) + weightDecay
    if let inputs = layer.inputs {
      coordinates.rows(factored).divideByProducts(
        rows: inputs.eigenvalues.view(in: eigenvalues), columns: outputValues, damping: damping)
    }
    if !plain.isEmpty {
      memory.one.fill(1)
      coordinates.rows(plain).divideByProducts(
        rows: memory.one, columns: outputValues, damping: damping)
    }

    if let inputs = layer.inputs {
      memory.first.rows(factored).multiply(
        transposed: inputs.matrix.view(in: bases), coordinates.rows(factored))
      memory.first.rows(plain).copy(from: coordinates.rows(plain))
    } else {
      memory.first.copy(from: coordinates)
    }
    let result = memory.second
    result.multiply(memory.first, outputBasis)
    products[index] = result.dot(memory.gradient)
    store(layer, result)
  }

  /// The layer's gradients with weight decay as one matrix.
  private func load(_ layer: KroneckerLayer, _ memory: KFACLayerWorkspace) {
    let parameters = policy.parameters
    if let weight = layer.weight {
      let rows = memory.gradient.rows(0..<weight.rows)
      rows.copy(from: weight.view(in: gradient))
      rows.blend(weight.view(in: parameters), keep: 1, take: weightDecay)
    }
    let last = memory.gradient.row(layer.rows - 1)
    last.copy(from: layer.bias.view(in: gradient))
    last.blend(layer.bias.view(in: parameters), keep: 1, take: weightDecay)
  }

  private func store(_ layer: KroneckerLayer, _ result: Matrix) {
    if let weight = layer.weight {
      weight.view(in: direction).copy(from: result.rows(0..<weight.rows))
    }
    layer.bias.view(in: direction).copy(from: result.row(layer.rows - 1))
  }

  func checkDirection() throws(TrainingError) {
    for index in 0..<products.count where !products[index].isFinite {
      throw refusal(
        of: step,
        "the preconditioned gradient of \(layout.layers[index].name) is not a finite number")
    }
  }
}
