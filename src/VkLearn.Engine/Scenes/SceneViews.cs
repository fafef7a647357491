using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>What a scene shows: a view for each behaviour that is seen, made once, laid out as the scene says.</summary>
sealed class SceneViews(Scene scene) : IDisposable
{
    readonly Dictionary<IShown, View?> views = [];
    IReadOnlyList<IShown> laidOut = [];
    Layout<Behaviour>? root;
    SelectedLayer? layer;
    int generation;

    /// <summary>Makes the view of a behaviour, if it has none yet.</summary>
    /// <exception cref="ArgumentException">It cannot be shown.</exception>
    public void Open(IShown shown)
    {
        if (!views.ContainsKey(shown))
        {
            views.Add(shown, shown.MakeView());
        }
    }

    /// <summary>A new layout, when what is to be seen has changed since the last one; null when not. Behaviours have started.</summary>
    public Layout<View>? Update()
    {
        IReadOnlyList<IShown> seen = [.. scene.FindBehaviours<IShown>().Where(shown => ((Behaviour)shown).IsActiveAndEnabled)];
        int now = scene.FindBehaviours<ITensors>().Sum(owner => owner.Generation);
        if (now != generation) // tensors lie elsewhere: who shows them is made anew
        {
            generation = now;
            DisposeAllBut(scene.FindBehaviours<IShown>().Where(shown => shown.Tensors.Count == 0));
        }
        else if (layer != scene.Selection.Layer) // and so is who shows the selected layer
        {
            layer = scene.Selection.Layer;
            DisposeAllBut(scene.FindBehaviours<IShown>().Where(shown => !shown.Tensors.Any(name => TensorName.Parse(name).IsOfSelected)));
        }
        else if (ReferenceEquals(root, scene.Layout) && seen.SequenceEqual(laidOut))
        {
            return null;
        }

        DisposeAllBut(scene.FindBehaviours<IShown>());
        foreach (IShown shown in seen)
        {
            Try(shown);
        }

        (laidOut, root) = (seen, scene.Layout);
        Behaviour[] others = [.. seen.OfType<Behaviour>().Where(view => root is null || !root.Leaves.Contains(view))];
        Layout<Behaviour>[] parts = [.. root is null ? [] : new[] { root }, .. others.Length == 0 ? [] : new[] { InRows(others) }];
        return Layout.Row(parts).Select(view => Find((IShown)view)) ?? Layout<View>.Row();
    }

    /// <summary>Has the behaviour of a view that threw while it was drawn told of, and stopped.</summary>
    /// <returns>Whether all others can go on.</returns>
    public bool Fail(View view, Exception cause)
    {
        bool canGoOn = !Scene.EndsTheRun(cause);
        if (canGoOn && views.FirstOrDefault(one => one.Value == view).Key is Behaviour owner)
        {
            owner.Fail(BehaviourEvent.LateUpdate, cause);
        }

        return canGoOn;
    }

    /// <summary>The view of a behaviour, if it is shown now.</summary>
    public View? Find(IShown shown) => laidOut.Contains(shown) ? views.GetValueOrDefault(shown) : null;

    /// <summary>One that cannot be shown is told of and left out.</summary>
    void Try(IShown shown)
    {
        try
        {
            Open(shown);
        }
        catch (Exception cause) when (!Scene.EndsTheRun(cause))
        {
            views.Add(shown, null);
            ((Behaviour)shown).Fail(BehaviourEvent.Start, cause);
        }
    }

    /// <summary>What the scene's layout says nothing of: about as many rows as columns.</summary>
    static Layout<Behaviour> InRows(Behaviour[] views)
    {
        int columns = (int)Math.Ceiling(Math.Sqrt(views.Length));
        return Layout.Column([.. views.Chunk(columns).Select(row => Layout.Row([.. row.Select(Layout<Behaviour>.Of)]))]);
    }

    void DisposeAllBut(IEnumerable<IShown> living)
    {
        foreach (IShown gone in views.Keys.Except(living).ToList())
        {
            views.Remove(gone, out View? view);
            view?.Dispose();
        }
    }

    public void Dispose() => DisposeAllBut([]);
}
