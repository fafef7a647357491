using VkLearn.Engine.Behaviours;

namespace VkLearn.Engine.Views;

static class DiagnosesInScene
{
    extension(Scene scene)
    {
        /// <summary>The diagnoses of an entity.</summary>
        /// <exception cref="ArgumentException">It has none.</exception>
        public DiagnosesBehaviour DiagnosesOf(string entity) => scene.Find(entity)?.GetBehaviour<DiagnosesBehaviour>()
            ?? throw new ArgumentException($"\"{entity}\" has no diagnoses. Add a behaviour of type Diagnoses with that name.");
    }
}
