using VkLearn.Layers;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Models;

/// <summary>
/// Writes what is to be said of an image, word by word: an LSTM that, at each word, looks at places of the image by additive attention
/// (Xu et al. 2015, soft attention; states begin with what two small layers make of the places' mean), or is given their mean once, before
/// the first word (Vinyals et al. 2015), or is given no image at all. An image is maps [N, features, h, w]; rows are captions, as many of
/// each image.
/// </summary>
public sealed class CaptionDecoder : Layer
{
    const int Gates = 4;

    readonly Embedding embedding;
    readonly AdditiveAttention? attention;
    readonly Dense? image, beginHidden, beginCell, ofFound;
    readonly Dense last;
    readonly Dropout? dropout;
    readonly Parameter wordWeight, recurrentWeight, bias;
    readonly int units;

    /// <param name="words">How many there are to choose from.</param>
    /// <param name="features">Maps of an image; 0: none is given.</param>
    /// <param name="units">Of the LSTM.</param>
    /// <param name="embedded">Features of the vector that stands for a word.</param>
    /// <param name="attended">Units of the attention's hidden layer; 0: without attention.</param>
    /// <param name="dropout">The share of a word's vector, and of what the last layer is given, that is dropped in training.</param>
    public CaptionDecoder(int words, int features, int units, int embedded, int attended = 0, float dropout = 0)
    {
        this.units = units;
        float limit = 1 / MathF.Sqrt(units);
        embedding = Add("embedding", new Embedding(words, embedded, Initializer.Normal(0.1f)));
        if (features > 0 && attended > 0)
        {
            attention = Add("attention", new AdditiveAttention(units, features, attended));
            beginHidden = Add("beginHidden", new Dense(features, units));
            beginCell = Add("beginCell", new Dense(features, units));
            ofFound = Add("found", new Dense(features, Gates * units, bias: false));
        }
        else if (features > 0)
        {
            image = Add("image", new Dense(features, embedded));
        }

        wordWeight = Add("wordWeight", [embedded, Gates * units], Initializer.Uniform(limit), "input", "gate");
        recurrentWeight = Add("recurrentWeight", [units, Gates * units], Initializer.Uniform(limit), "unit", "gate");
        bias = Add("bias", [Gates * units], new GateBias(limit, Gates, 1, 1), "gate");
        last = Add("last", new Dense(units, words));
        this.dropout = dropout > 0 ? Add("dropout", new Dropout(dropout)) : null;
    }

    /// <summary>Whether each word has a map of what was looked at.</summary>
    public bool HasAttention => attention is not null;

    /// <summary>What an image gives to all words.</summary>
    /// <param name="Places">[N, places, features].</param>
    /// <param name="Keys">Of the attention; null without.</param>
    public sealed record Memory(Tensor Places, Tensor? Keys);

    /// <summary>What goes on from word to word: [rows, units] each.</summary>
    public sealed record Held(Tensor Hidden, Tensor Cell);

    /// <param name="maps">[N, features, h, w].</param>
    public Memory Remember(Tensor maps)
    {
        Shape shape = maps.Shape;
        int features = (image ?? beginHidden)!.Weight.Shape[0];
        if (shape.Rank != 4 || shape[1] != features)
        {
            throw new ArgumentException($"CaptionDecoder \"{Path}\": needs an image's maps [N, {features}, h, w], received {shape}."
                + (shape.Rank == 4 ? $" Use features: {shape[1]}." : " Take an encoder that ends with a convolution."));
        }

        Tensor places = maps.Reshape([shape[0], shape[1], shape[2] * shape[3]]).Permute(0, 2, 1);
        return new(places, attention?.Keys(places));
    }

    /// <summary>Before the first word.</summary>
    /// <param name="rows">Captions of all images, those of the first image first.</param>
    public Held Begin(Memory? memory, int rows)
    {
        Tensor none = Tensor.Zeros([rows, units]);
        if (memory is null)
        {
            return new(none, none);
        }

        Tensor mean = memory.Places.Mean(1);
        return image is null
            ? new(EachRow(beginHidden!.Forward(mean).Tanh(), rows), EachRow(beginCell!.Forward(mean).Tanh(), rows))
            : Step(EachRow(image.Forward(mean).MatMul(wordWeight) + bias, rows), new(none, none));
    }

    /// <summary>What the words before give to the gates: whole numbers [..] to [.., 4 units].</summary>
    public Tensor Sums(Tensor words)
    {
        Tensor vectors = embedding.Forward(words), rows = vectors.Reshape([vectors.Rows, vectors.Cols]);
        return ((dropout?.Forward(rows) ?? rows).MatMul(wordWeight) + bias).Reshape([.. words.Shape, Gates * units]);
    }

    /// <summary>A word further.</summary>
    /// <param name="sums">Of each row's word before, by <see cref="Sums"/>.</param>
    /// <returns>What is held then, and what was looked at, [rows, places]; null without attention.</returns>
    public (Held Held, Tensor? Seen) Next(Tensor sums, Held before, Memory? memory)
    {
        if (memory?.Keys is null)
        {
            return (Step(sums, before), null);
        }

        (int rows, int images, int places) = (sums.Shape[0], memory.Places.Shape[0], memory.Places.Shape[1]);
        (Tensor found, Tensor seen) = attention!.Ask(before.Hidden.Reshape([images, rows / images, units]), memory.Keys, memory.Places);
        return (Step(sums + ofFound!.Forward(found.Reshape([rows, found.Cols])), before), seen.Reshape([rows, places]));
    }

    /// <summary>How probable each word is, of what is held then: [rows, units] to [rows, words].</summary>
    public Tensor Logits(Tensor hidden) => last.Forward(dropout?.Forward(hidden) ?? hidden);

    /// <summary>What is made of all words when those before are given, as in training.</summary>
    /// <param name="Logits">[steps rows, words], all rows of the first step first.</param>
    /// <param name="Seen">What was looked at for each word, [steps, rows, places]; null without attention.</param>
    public sealed record Taught(Tensor Logits, Tensor? Seen);

    /// <inheritdoc cref="Taught"/>
    /// <param name="maps">Null: there is no image.</param>
    /// <param name="before">The word before each, [steps, rows] whole numbers.</param>
    public Taught Teach(Tensor? maps, Tensor before)
    {
        (int steps, int rows) = (before.Shape[0], before.Shape[1]);
        Memory? memory = maps is null ? null : Remember(maps);
        Held held = Begin(memory, rows);
        Tensor sums = Sums(before);
        if (memory?.Keys is null)
        {
            Tensor all = sums.Permute(1, 0, 2).Lstm(recurrentWeight, (held.Hidden, held.Cell)).States.Permute(1, 0, 2);
            return new(Logits(all.Reshape([steps * rows, units])), null);
        }

        (Tensor[] hidden, Tensor[] seen) = (new Tensor[steps], new Tensor[steps]);
        for (int step = 0; step < steps; step++)
        {
            (held, Tensor? places) = Next(sums.Slice(0, step, 1).Reshape([rows, sums.Cols]), held, memory);
            (hidden[step], seen[step]) = (held.Hidden, places!);
        }

        return new(Logits(Tensor.Concat(0, hidden)), Tensor.Concat(0, seen).Reshape([steps, rows, seen[0].Cols]));
    }

    Held Step(Tensor sums, Held before)
    {
        LstmStates made = sums.Reshape([sums.Shape[0], 1, sums.Cols]).Lstm(recurrentWeight, (before.Hidden, before.Cell));
        return new(made.Last, made.LastCell);
    }

    /// <summary>[N, ..] of images as [rows, ..] of their captions.</summary>
    static Tensor EachRow(Tensor ofImages, int rows)
    {
        (int images, int values) = (ofImages.Shape[0], ofImages.Shape[1]);
        return rows == images ? ofImages
            : ofImages.Reshape([images, 1, values]).BroadcastTo([images, rows / images, values]).Reshape([rows, values]);
    }
}
