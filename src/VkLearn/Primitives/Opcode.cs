namespace VkLearn.Primitives;

/// <summary>The steps of fused elementwise programs, as shaders/include/elementwise.glsl numbers them.</summary>
static class Opcode
{
    public const uint Add = 1, Mul = 2, Div = 3, Max = 4, Less = 5, Equal = 6, Where = 7, Exp = 8, Log = 9, Sqrt = 10, Sin = 11, Tanh = 12,
        Erf = 13, Floor = 14, Subtract = 15, ToInt = 16, ToFloat = 17, Iota = 18, Random = 19, AddInt = 20, MulInt = 21, DivInt = 22,
        MaxInt = 23, LessInt = 24, EqualInt = 25, Copy = 26, ToHalf = 27, Sigmoid = 28,
        NormalCdf = 29, SubtractInt = 30;

    public const uint Log1p = 40, Expm1 = 41, Pow = 42;

    /// <summary>The code of an op that has a form for floats and one for integers; bytes are cast first.</summary>
    public static uint Of(DType type, uint forFloats, uint forInts) => type == DType.Int32 ? forInts : forFloats;
}
