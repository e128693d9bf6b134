/// Special functions of statistics in double precision, accurate in both tails.
///
/// Every function has its complement beside it, since `1 - f` loses the tail: ``erf(_:)`` and
/// ``erfc(_:)``, ``regularizedLowerGamma(_:shape:)`` and ``regularizedUpperGamma(_:shape:)``, and
/// so on. An argument outside the domain, or NaN, gives NaN; nothing traps. Relative errors stay
/// near 1e-14 wherever the conditioning of the function in its arguments allows.
public enum SpecialFunctions {}
