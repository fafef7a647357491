using VkLearn.Primitives;

namespace VkLearn.Optimizers;

static class UpdateSteps
{
    extension(Tensor counter)
    {
        /// <summary>A counter as a number, so many updates later in the same recording.</summary>
        public Tensor Plus(uint updates)
        {
            Tensor number = counter.Cast(DType.Float32);
            return updates == 0 ? number : number + updates;
        }
    }
}
