/// Half the sum of two numbers, without overflow.
func midpoint(_ first: Double, _ second: Double) -> Double {
  let sum = first + second
  return sum.isFinite ? sum / 2 : first / 2 + second / 2
}
