// Functions that Vulkan leaves to the driver, to about 2 ulp and with NaN, infinities and small arguments right: exp(x) may be
// (3 + 2|x|) ulp off, log near 1 and sin have absolute bounds only. Polynomials: S. Moshier, Cephes (single precision);
// erf: N. Juffa. `precise` keeps a driver from contracting them, so that every kernel computes the same bits.
#ifndef MATH_GLSL
#define MATH_GLSL

#define INFINITY uintBitsToFloat(0x7F800000u)
#define NAN uintBitsToFloat(0x7FC00000u)

// By bits, because compilers may assume that NaN does not occur and drop x != x.
bool isNan(float x) { return (floatBitsToUint(x) & 0x7FFFFFFFu) > 0x7F800000u; }

// The maximum that lets NaN pass; max(NaN, 1) is 1 on many devices.
float maxNan(float x, float y) { return isNan(x) ? x : isNan(y) ? y : (x > y ? x : y); }

// A whole number from -2^22 to 2^22 as an integer: the last bits of a sum. CPU drivers convert floats one lane at a time.
int wholeOf(float x)
{
    precise float sum = x + 12582912.0;                         // 3 * 2^22
    return floatBitsToInt(sum) - 0x4B400000;
}

// n / d for n + d < 2^31, 0 < d. CPU drivers divide integers one lane at a time; two float estimates and a correction stay in vectors.
uint divide(uint n, uint d)
{
    precise float inverse = 1.0 / float(int(d)), estimate = floor(float(int(n)) * inverse), high = floor(estimate * (1.0 / 65536.0));
    precise float low = estimate - high * 65536.0;
    int quotient = (wholeOf(high) << 16) + wholeOf(low);        // off by at most n / d * 2^-21 + 1
    int rest = int(n) - quotient * int(d);
    quotient += wholeOf(floor(float(rest) * inverse));          // off by at most one
    rest = int(n) - quotient * int(d);
    return uint(quotient + (rest >= int(d) ? 1 : 0) - (rest < 0 ? 1 : 0));
}

float twoTo(int n) { return uintBitsToFloat(uint(n + 127) << 23); }

float exp32(float x)
{
    precise float whole = floor(clamp(x, -105.0, 90.0) * 1.44269504 + 0.5);
    precise float r = x - whole * 0.693359375;                  // ln 2 in two parts, the first exact times n
    r += whole * 2.12194440e-4;
    int n = wholeOf(whole);
    precise float y = 1.9875691500e-4 * r + 1.3981999507e-3;
    y = y * r + 8.3334519073e-3;
    y = y * r + 4.1665795894e-2;
    y = y * r + 1.6666665459e-1;
    y = y * r + 5.0000001201e-1;
    y = y * r * r + r + 1.0;
    y = y * twoTo(n >> 1) * twoTo(n - (n >> 1));                // in two steps, as 2^128 is no float
    return x < -104.0 ? 0.0 : y;
}

// exp(x) - 1 without the cancellation near 0.
float expm1(float x)
{
    precise float y = x * 2.7557319e-6 + 2.4801587e-5;          // Taylor's series to x^9 / 9!
    y = y * x + 1.9841270e-4;
    y = y * x + 1.3888889e-3;
    y = y * x + 8.3333333e-3;
    y = y * x + 4.1666667e-2;
    y = y * x + 1.6666667e-1;
    y = y * x + 0.5;
    y = y * x * x + x;
    return abs(x) < 0.5 ? y : exp32(x) - 1.0;
}

// A positive x as 2^e (1 + f), 1 + f from sqrt(1/2) to sqrt(2): exactly.
struct Parts { float e, f; };

Parts partsOf(float x)
{
    bool subnormal = x < 1.17549435e-38;
    uint bits = floatBitsToUint(subnormal ? x * 8388608.0 : x);
    float e = float(int(bits >> 23) - (subnormal ? 149 : 126));
    float m = uintBitsToFloat(bits & 0x007FFFFFu | 0x3F000000u);
    bool low = m < 0.70710678;
    precise float f = (low ? m + m : m) - 1.0;
    return Parts(low ? e - 1.0 : e, f);
}

float log32(float x)
{
    Parts parts = partsOf(x);
    float e = parts.e, f = parts.f;
    precise float y = 7.0376836292e-2 * f - 1.1514610310e-1;
    y = y * f + 1.1676998740e-1;
    y = y * f - 1.2420140846e-1;
    y = y * f + 1.4249322787e-1;
    y = y * f - 1.6668057665e-1;
    y = y * f + 2.0000714765e-1;
    y = y * f - 2.4999993993e-1;
    y = y * f + 3.3333331174e-1;
    precise float z = f * f;
    y = y * f * z - e * 2.12194440e-4 - 0.5 * z;
    y = f + y + e * 0.693359375;
    y = x == 0.0 ? -INFINITY : x < 0.0 ? NAN : y;
    return (floatBitsToUint(x) & 0x7FFFFFFFu) >= 0x7F800000u && !(x < 0.0) ? x : y;
}

// log(1 + x), with what the rounding of 1 + x lost (W. Kahan): for small x log32(1 + x) would be 0.
float log1p32(float x)
{
    precise float u = 1.0 + x;
    precise float lost = x - (u - 1.0);
    precise float y = log32(u);
    precise float mended = y + lost / u;
    return u > 0.0 && u < INFINITY ? mended : y;
}

// a b as a float and what its rounding lost (T. Dekker 1971), for |a| and |b| below 2^100.
vec2 timesExactly(float a, float b)
{
    precise float p = a * b;
    precise float wideA = a * 4097.0, wideB = b * 4097.0;
    precise float highA = wideA - (wideA - a), highB = wideB - (wideB - b);
    precise float lowA = a - highA, lowB = b - highB;
    precise float lost = highA * highB - p + highA * lowB + lowA * highB + lowA * lowB;
    return vec2(p, lost);
}

// log(x) for 0 < x < infinity as a float and what its rounding lost, by 2 artanh(f / (2 + f)).
vec2 logExactly(float x)
{
    Parts parts = partsOf(x);
    float e = parts.e, f = parts.f;
    precise float d = 2.0 + f, lostD = f - (d - 2.0), s = f / d;
    vec2 product = timesExactly(s, d);
    precise float lostS = (f - product.x - product.y - s * lostD) / d, z = s * s;
    precise float series = z * 9.0909091e-2 + 1.1111111e-1;
    series = series * z + 1.4285714e-1;
    series = series * z + 2.0e-1;
    series = series * z + 3.3333333e-1;
    precise float head = e * 0.693359375, twice = s + s, sum = head + twice;
    precise float rest = twice - (sum - head) + (lostS + lostS + twice * z * series - e * 2.12194440e-4);
    precise float y = sum + rest;
    precise float lost = rest - (y - sum);
    return vec2(y, lost);
}

// x to the power of y, as C's pow: 1 for y = 0 and for x = 1, NaN for x < 0 unless y is whole.
float pow32(float x, float y)
{
    float size = abs(x), power = clamp(y, -1e10, 1e10);         // beyond, any size but 1 gives 0 or infinity
    bool isEven = abs(y) >= 16777216.0 || floor(y * 0.5) * 2.0 == y, isWhole = floor(y) == y;
    vec2 logarithm = logExactly(size);
    vec2 exponent = timesExactly(power, logarithm.x);
    precise float lost = exponent.y + power * logarithm.y, z = exp32(exponent.x);
    precise float mended = z + z * lost;
    z = z < INFINITY ? mended : z;
    if (size == 0.0 || size == INFINITY) z = (size == 0.0) == (y < 0.0) ? INFINITY : 0.0;
    else if (x < 0.0 && !isWhole) z = NAN;
    z = (floatBitsToUint(x) >> 31) != 0u && isWhole && !isEven ? -z : z;
    return y == 0.0 || x == 1.0 ? 1.0 : isNan(x) ? x : isNan(y) ? y : z;
}

// An angle as a number of quarter turns and what is left, at most an eighth of a turn either way.
struct Turns { uint quarters; float rest; };

const uint TWO_OVER_PI[6] = uint[6](0x28BE60DBu, 0x9391054Au, 0x7F09D5F4u, 0x7D4D3770u, 0x36D8A566u, 0x4F10E410u); // 2 bits before it

// Of any finite x from 1/2 on: x times the 96 bits of 2 / pi that its exponent picks, of which whole turns fall off at the top (M. Payne
// and R. Hanek 1983), so that large x and multiples of pi keep all their bits.
Turns turnsOf(float x)
{
    uint bits = floatBitsToUint(x), mantissa = bits << 8 | 0x80000000u, exponent = (bits >> 23) - 126u;
    uint first = exponent >> 5, shift = exponent & 31u;
    uint w0 = first > 0u ? TWO_OVER_PI[first - 1u] : 0u, w1 = TWO_OVER_PI[first];
    uint w2 = TWO_OVER_PI[first + 1u], w3 = TWO_OVER_PI[min(first + 2u, 5u)];
    if (shift > 0u)
    {
        w0 = w0 << shift | w1 >> (32u - shift);
        w1 = w1 << shift | w2 >> (32u - shift);
        w2 = w2 << shift | w3 >> (32u - shift);
    }
    uint carry, unused, high, low;
    umulExtended(mantissa, w2, carry, unused);
    umulExtended(mantissa, w1, high, low);
    low += carry;
    high += (low < carry ? 1u : 0u) + mantissa * w0;
    bool isBelow = (high & 0x20000000u) != 0u;                  // nearer to the next quarter
    uint quarters = (high >> 30) + (isBelow ? 1u : 0u);
    high &= 0x3FFFFFFFu;
    if (isBelow)
    {
        high = (high ^ 0x3FFFFFFFu) + (low == 0u ? 1u : 0u);
        low = -low;
    }
    int zeros = high != 0u ? 31 - findMSB(high) : 63 - findMSB(low | 1u);
    uint top = zeros < 32 ? high << zeros | low >> (32 - zeros) : low << (zeros - 32);
    precise float rest = float(int(top >> 1)) * twoTo(-29 - zeros) * 1.57079637;
    return Turns(quarters, isBelow ? -rest : rest);
}

float sin32(float x)
{
    float size = abs(x);
    bool isSmall = size < 0.78539816, isFinite = size < INFINITY;
    Turns turns = turnsOf(isSmall || !isFinite ? 1.0 : size);
    float r = isSmall ? size : turns.rest;
    precise float z = r * r;
    precise float s = ((-1.9515295891e-4 * z + 8.3321608736e-3) * z - 1.6666654611e-1) * z * r + r;
    precise float c = ((2.443315711809948e-5 * z - 1.388731625493765e-3) * z + 4.166664568298827e-2) * z * z - 0.5 * z + 1.0;
    uint quarters = isSmall ? 0u : turns.quarters;
    float y = (quarters & 1u) == 0u ? s : c;
    y = ((quarters & 2u) != 0u) != (x < 0.0) ? -y : y;
    return isFinite ? y : NAN;
}

// 1 / (1 + exp(-x)) by exp(-|x|), which neither overflows nor, below 0, is lost beside 1.
float sigmoid32(float x)
{
    float e = exp32(-abs(x));
    precise float y = (x < 0.0 ? e : 1.0) / (1.0 + e);
    return y;
}

// The normal distribution's integral up to x, below 0 as exp(-x^2 / 2) times a polynomial in (t - 3.6) / (t + 3.6), t = |x|, over
// 1 + t sqrt(pi / 2): of the form of M. Shepherd and J. Laframboise, "Chebyshev Approximation of (1 + 2x) exp(x^2) erfc x", 1981.
float normalCdf32(float x)
{
    float t = isNan(x) ? x : min(abs(x), 15.0);                 // beyond it is 0
    float high = uintBitsToFloat(floatBitsToUint(t) & 0xFFFFF000u);     // whose square is exact
    precise float square = 0.5 * (high * high), rest = 0.5 * ((t - high) * (t + high));
    precise float q = (t - 3.6) / (t + 3.6);
    precise float y = 2.235211723e-4 * q + 3.087135556e-4;
    y = y * q - 1.861000201e-3;
    y = y * q - 5.145283067e-4;
    y = y * q + 1.586777717e-2;
    y = y * q - 4.436367005e-2;
    y = y * q + 6.166279316e-2;
    y = y * q - 2.719049342e-2;
    y = y * q - 7.587745786e-2;
    y = y * q + 5.717756152e-1;
    precise float least = rest * (rest * (rest * (rest * 4.1666667e-2 - 1.6666667e-1) + 0.5) - 1.0);    // exp(-rest) - 1
    precise float e = exp32(-square);
    e += e * least;
    y = y / (1.0 + 1.2533141 * t) * e;
    precise float z = x * x, near = 1.15434684e-4 - 9.4446561e-6 * z;       // by Taylor's series, of which 1/2 is the first term
    near = near * z - 1.18732821e-3;
    near = near * z + 9.97355701e-3;
    near = near * z - 6.64903801e-2;
    near = near * z + 0.398942280;
    near = near * x + 0.5;
    return abs(x) < 0.5 ? near : x > 0.0 ? 1.0 - y : y;
}

float tanh32(float x)
{
    precise float z = x * x;
    precise float y = -5.70498872745e-3 * z + 2.06390887954e-2;
    y = y * z - 5.37397155531e-2;
    y = y * z + 1.33314422036e-1;
    y = y * z - 3.33332819422e-1;
    y = y * z * x + x;
    precise float large = 1.0 - 2.0 / (exp32(2.0 * abs(x)) + 1.0);
    return abs(x) < 0.625 ? y : (x < 0.0 ? -large : large);
}

float erf32(float x)
{
    precise float t = isNan(x) ? x : min(abs(x), 4.0);            // erf(4) rounds to 1
    precise float s = t * t;
    precise float y = -5.96761703e-4 * s + 4.99119423e-3;
    y = y * s - 2.67681349e-2;
    y = y * s + 1.12819925e-1;
    y = y * s - 3.76125336e-1;
    y = y * s + 1.28379166e-1;
    y = y * x + x;
    precise float u = -3.88396438e-3 * t + 2.42546219e-2;
    precise float large = (-1.72853470e-5 * t + 3.83197126e-4) * s + u;
    large = large * t - 1.06777877e-1;
    large = large * t - 6.34846687e-1;
    large = large * t - 1.28717512e-1;
    large = large * t - t;
    large = 1.0 - exp32(large);
    return t > 0.927734375 ? (x < 0.0 ? -large : large) : y;
}
#endif
