using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn.Training;

/// <summary>
/// The batch of a step with what its learner makes of it (<see cref="Look"/>). Kept apart from the step's own tensors, so that all of it is
/// of one step also while the next one is under way in parts, and lies where it is through all stages.
/// </summary>
public sealed class BatchLook : IDisposable
{
    readonly GpuDevice gpu;
    readonly Look look;
    readonly Dictionary<string, State> columns, made;
    Recording? recording;

    /// <param name="columns">Names of the batch's tensors.</param>
    /// <param name="trainer">Watches them and what the look is made of; it must live longer.</param>
    public BatchLook(GpuDevice gpu, Look look, IEnumerable<string> columns, Trainer trainer)
    {
        (this.gpu, this.look) = (gpu, look);
        this.columns = columns.ToDictionary(name => name, name => Kept(name, trainer.TypeOf(name)!.Value));
        made = [];
        gpu.Trace(() =>
        {
            Dictionary<string, Tensor> seen = look.Of.ToDictionary(name => name, name => Zeros(trainer.TypeOf(name)!.Value));
            foreach ((string name, Tensor tensor) in look.Make(seen))
            {
                made.Add(name, Kept(name, tensor.TensorType));
            }
        });
        Attach(trainer.Step);
    }

    /// <summary>Where one of its tensors lies; null where it is none of its.</summary>
    public TensorMemory? Find(string name) => (columns.GetValueOrDefault(name) ?? made.GetValueOrDefault(name))?.Memory;

    /// <summary>Looks at the batches of another step from now on; at none where it does not compute what is looked at.</summary>
    public void Attach(Recording step)
    {
        recording?.Dispose();
        recording = look.Of.Concat(columns.Keys).All(step.Watches.ContainsKey) ? gpu.Record(() =>
        {
            foreach ((string name, State column) in columns)
            {
                column.Assign(step.Watches[name]);
            }

            foreach ((string name, Tensor tensor) in look.Make(step.Watches))
            {
                made[name].Assign(tensor);
            }
        }, training: false, name: "look at the batch") : null;
    }

    /// <summary>Queues a look at the batch of the step that has ended last.</summary>
    public void Look() => recording?.Replay();

    /// <summary>Forgets what was gathered.</summary>
    public void Clear() => look.Forget?.Invoke();

    public void Dispose()
    {
        recording?.Dispose();
        foreach (State state in columns.Values.Concat(made.Values))
        {
            state.Dispose();
        }
    }

    State Kept(string name, TensorType type)
    {
        State state = new($"shown {name}", type.Shape, type: type.Type);
        Session.Of(gpu).Settle(state);
        return state;
    }

    static Tensor Zeros(TensorType type) => Tensor.Zeros(type.Shape).Cast(type.Type);
}
