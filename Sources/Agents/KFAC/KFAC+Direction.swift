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
    let inputBasis = layer.inputs?.basis.view(in: bases)
    if let inputBasis {
      memory.first.rows(factored).multiply(inputBasis, memory.gradient.rows(factored))
      memory.first.rows(plain).copy(from: memory.gradient.rows(plain))
      rotated = memory.first
    }
    let outputBasis = layer.outputs.basis.view(in: bases)
    outputBasis.transpose(into: memory.transposedBasis)
    let coordinates = memory.second
    coordinates.multiply(rotated, memory.transposedBasis)

    if let inputs = layer.inputs {
      divide(
        coordinates.rows(factored), rows: inputs.spectrum.view(in: eigenvalues), layer.outputs)
    }
    memory.one.fill(1)
    if !plain.isEmpty { divide(coordinates.rows(plain), rows: memory.one, layer.outputs) }

    if let inputBasis {
      memory.first.rows(factored).multiply(transposed: inputBasis, coordinates.rows(factored))
      memory.first.rows(plain).copy(from: coordinates.rows(plain))
    } else {
      memory.first.copy(from: coordinates)
    }
    let result = memory.second
    result.multiply(memory.first, outputBasis)
    products[index] = result.dot(memory.gradient)
    store(layer, result)
  }

  /// Divides by the damped curvature, given the inputs' part of it.
  private func divide(_ coordinates: Matrix, rows: Matrix, _ outputs: KroneckerFactor) {
    let columns = outputs.spectrum.view(in: eigenvalues)
    if outputs.lag == nil {
      coordinates.divideByProducts(rows: rows, columns: columns, damping: damping)
    } else {
      sequenceCurvature.divide(coordinates, rows: rows, columns: columns)
    }
  }

  /// The layer's gradients with weight decay as one matrix.
  private func load(_ layer: KroneckerLayer, _ memory: KFACLayerWorkspace) {
    let parameters = policy.parameters
    if let weight = layer.weight {
      let rows = memory.gradient.rows(0..<weight.rows)
      rows.copy(from: weight.view(in: gradient))
      rows.blend(weight.view(in: parameters), keep: 1, take: weightDecay)
    }
    if let bias = layer.bias {
      let last = memory.gradient.row(layer.rows - 1)
      last.copy(from: bias.view(in: gradient))
      last.blend(bias.view(in: parameters), keep: 1, take: weightDecay)
    }
  }

  private func store(_ layer: KroneckerLayer, _ result: Matrix) {
    if let weight = layer.weight {
      weight.view(in: direction).copy(from: result.rows(0..<weight.rows))
    }
    layer.bias?.view(in: direction).copy(from: result.row(layer.rows - 1))
  }

  func checkDirection() throws(TrainingError) {
    for index in 0..<products.count where !products[index].isFinite {
      throw refusal(
        of: step,
        "the preconditioned gradient of \(layout.layers[index].name) is not a finite number")
    }
  }
}
