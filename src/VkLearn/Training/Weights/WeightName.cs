using System.Text.RegularExpressions;

namespace VkLearn.Training;

/// <summary>
/// A tensor's name in a file as layer and role: <c>encoder.weight</c> is the weight of encoder. PyTorch, Keras and VkLearn call what norms
/// and recurrent layers own by other words; roles that mean the same are known.
/// </summary>
/// <param name="Layer">Its names from the root, with points between.</param>
/// <param name="Role">The last name, without what numbers its layer.</param>
readonly partial record struct WeightName(string Layer, string Role)
{
    /// <summary>Of each layer what its owners call it: ours, then PyTorch's, then Keras's.</summary>
    static readonly string[][] meanings =
    [
        ["weight", "gamma", "kernel", "embeddings"],
        ["bias", "beta"],
        ["mean", "running_mean", "moving_mean"],
        ["variance", "running_var", "moving_variance"],
        ["inputWeight", "weight_ih", "kernel"],
        ["recurrentWeight", "weight_hh", "recurrent_kernel"],
        ["inputBias", "bias_ih"],
        ["recurrentBias", "bias_hh"],
    ];

    /// <summary>What counts how often PyTorch's running statistics went on, which nothing that VkLearn computes needs.</summary>
    const string Count = "num_batches_tracked";

    /// <summary>What the name of a recurrent layer's way back ends with.</summary>
    const string Back = ".reverse";

    /// <summary>Whether it says nothing of what a model computes.</summary>
    public bool IsCount => Role == Count;

    /// <summary>Whether it is Keras's kernel: [in, out], and of convolutions [rows, columns, in, out].</summary>
    public bool IsKernel => Role is "kernel" or "recurrent_kernel";

    /// <summary>Whether it is what a recurrent layer multiplies by.</summary>
    public static bool IsRecurrentWeight(string role) => MeanTheSame(role, "inputWeight") || MeanTheSame(role, "recurrentWeight");

    /// <summary>Whether a layer's name says that it is the way back of a recurrent one.</summary>
    public static bool GoesBack(string layer) => layer.EndsWith(Back, StringComparison.Ordinal);

    public static bool MeanTheSame(string role, string other) =>
        role == other || Array.Exists(meanings, words => words.Contains(role) && words.Contains(other));

    /// <summary>With points for Keras's slashes, and without the <c>:0</c> that TensorFlow ends names with.</summary>
    public static string Plain(string name) => (name.EndsWith(":0", StringComparison.Ordinal) ? name[..^2] : name).Replace('/', '.');

    public static WeightName Parse(string name)
    {
        string plain = Plain(name);
        int point = plain.LastIndexOf('.');
        (string layer, string role) = (plain[..Math.Max(0, point)], plain[(point + 1)..]);
        if (Recurrent().Match(role) is { Success: true } numbered)
        {
            string way = numbered.Groups["way"].Success ? Back : "";
            return new(Joined(layer, $"l{numbered.Groups["number"].Value}{way}"), numbered.Groups["role"].Value);
        }

        return Part().Match(role) is { Success: true } part && !Array.Exists(meanings, words => words.Contains(role))
            ? new(Joined(layer, part.Groups["part"].Value), part.Groups["role"].Value) : new(layer, role);
    }

    static string Joined(string layer, string name) => layer == "" ? name : $"{layer}.{name}";

    /// <summary>PyTorch numbers what a recurrent module stacks: weight_ih_l0, bias_hh_l1_reverse.</summary>
    [GeneratedRegex("^(?<role>(weight|bias)_(ih|hh))_l(?<number>[0-9]+)(?<way>_reverse)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Recurrent();

    /// <summary>What a module owns of a part that is no module, such as attention's in_proj_weight.</summary>
    [GeneratedRegex("^(?<part>.+)_(?<role>weight|bias)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
