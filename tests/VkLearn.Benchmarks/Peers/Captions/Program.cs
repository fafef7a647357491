// TorchSharp (libtorch, CPU, all cores): the workload caption-64-b32 of vklearn bench, as a user would write it.
// ../bench.sh Captions    one JSON line: median ms of a step
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

random.manual_seed(1);
const int Batch = 32, Words = 1000, Steps = 16;
var (image, before, wanted) = (rand(Batch, 3, 64, 64), randint(Words, [Steps, Batch]), randint(Words, [Steps * Batch]));
var (model, loss) = (new Captioner(Words), CrossEntropyLoss());
var adam = optim.Adam(model.parameters(), 1e-3);
Timed.Run("caption-64-b32", () =>
{
    adam.zero_grad();
    loss.call(model.call(image, before), wanted).backward();
    adam.step();
});

/// <summary>A small convolutional encoder, and an LSTM with additive attention (Xu et al. 2015) that is given the words before.</summary>
sealed class Captioner : Module<Tensor, Tensor, Tensor>
{
    const int Features = 64, Units = 128, Embedded = 64, Attended = 64;

    readonly Sequential encoder = Sequential(
        Conv2d(3, 24, 5, stride: 2, padding: 2, bias: false), BatchNorm2d(24), ReLU(),
        Conv2d(24, 48, 3, stride: 2, padding: 1, bias: false), BatchNorm2d(48), ReLU(),
        Conv2d(48, Features, 3, stride: 2, padding: 1, bias: false), BatchNorm2d(Features), ReLU(),
        Conv2d(Features, Features, 3, padding: 1, bias: false), BatchNorm2d(Features), ReLU());
    readonly Embedding embedding;
    readonly LSTMCell cell = LSTMCell(Embedded + Features, Units);
    readonly Linear beginHidden = Linear(Features, Units), beginCell = Linear(Features, Units), last;
    readonly Linear ofQuery = Linear(Units, Attended, hasBias: false), ofPlaces = Linear(Features, Attended),
        ofMet = Linear(Attended, 1, hasBias: false);

    public Captioner(int words) : base(nameof(Captioner))
    {
        (embedding, last) = (Embedding(words, Embedded), Linear(Units, words));
        RegisterComponents();
    }

    public override Tensor forward(Tensor image, Tensor before)
    {
        var places = encoder.call(image).flatten(2).transpose(1, 2); // (N, places, features)
        var (keys, mean, words) = (ofPlaces.call(places), places.mean([1]), embedding.call(before));
        var (hidden, memory) = (beginHidden.call(mean).tanh(), beginCell.call(mean).tanh());
        var all = new List<Tensor>();
        for (int step = 0; step < before.shape[0]; step++)
        {
            var seen = ofMet.call((keys + ofQuery.call(hidden).unsqueeze(1)).tanh()).squeeze(-1).softmax(-1);
            var found = seen.unsqueeze(1).bmm(places).squeeze(1);
            (hidden, memory) = cell.call(cat([words[step], found], 1), (hidden, memory));
            all.Add(hidden);
        }
        return last.call(cat(all, 0));
    }
}
