using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using VkLearn.Tests.Rendering.Windows;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

/// <summary>A sentence that a user types.</summary>
[Collection("screen")]
public sealed class TextsWindowTests(ScreenFixture screens)
{
    [Fact]
    public void ATypedSentenceIsToldOf()
    {
        VkLearn.Tests.Screen screen = screens.Select(isManaged: false);
        using OpenWindow open = new(screen, 600, 400);
        Splits data = new DrawnLogicSource(20, 20, most: 2, seed: 1).Load(open.Gpu);
        using TreeLearner learner = new(new TreeRnn(6, tensor: true), new Adam(1e-2f), features: 6);
        learner.Build(data.Train.Fields);
        learner.Survey(open.Gpu, data);
        using Scene scene = new(open.Gpu);
        scene.Error += failure => throw failure;
        scene.Add("trainer", new TrainerBehaviour(learner, data.Train, batch: 10));
        scene.Add("sentence", new SamplerBehaviour("sentence") { Rate = 1000 });
        TextsView texts = new();
        SentenceTreeView tree = new("sentence/score", "sentence/contribution");
        scene.Show(Layout<Behaviour>.Column(tree, texts));
        scene.Playback.TrainingShare = 0;
        using ScenePlayer player = new(scene, open.Target, open.Window);
        List<string> saved = [];
        player.Saved += saved.Add;
        for (int i = 0; i < 3; i++)
        {
            player.Frame();
        }

        ControlPanel panel = (ControlPanel)player.Views.Find(texts)!;
        TextField field = (TextField)panel.Widgets.Single();
        Rectangle place = panel.PlaceOf(field);
        screen.Do("windowfocus", "--sync", open.Id, "mousemove", "--window", open.Id, $"{place.X + 30}", $"{place.Y + place.Height / 2}",
            "click", "1");
        Until(() => field.HasKeys, "the field has no keyboard");
        screen.Do("type", "nots  tru");
        screen.Do("key", "e", "Home", "Right", "Right", "Right", "Delete", "Return"); // keys that are the window's, too
        Until(() => !field.HasKeys, $"it is not sent: {field.Text}");
        Assert.Equal(["not", "true"], learner.Shown!.Tree.Words);
        Assert.Equal(("not  true", ""), (field.Value, field.Remark));
        Assert.False(scene.Playback.IsPaused || player.IsClosing || saved.Count > 0);
        SentenceTree seen = (SentenceTree)player.Views.Find(tree)!;
        Until(() => seen.Form.Words.Count == 2, "the tree is another");

        screen.Do("click", "1");
        Until(() => field.HasKeys, "the field has no keyboard again");
        screen.Do("key", "Home");
        screen.Do("type", "(1 ");
        screen.Do("key", "Return");
        Until(() => field.IsRefused, "it is not refused");
        Assert.Contains("not closed", field.Remark);
        Assert.Equal(["not", "true"], learner.Shown.Tree.Words);
        screen.Do("key", "Escape", "space");
        Until(() => scene.Playback.IsPaused, "a key is not the window's again");
        Assert.Equal(("not  true", "", false), (field.Text, field.Remark, player.IsClosing));

        void Until(Func<bool> holds, string otherwise) => VkLearn.Tests.Screen.Until(() =>
        {
            player.Frame();
            return holds();
        }, otherwise);
    }
}
