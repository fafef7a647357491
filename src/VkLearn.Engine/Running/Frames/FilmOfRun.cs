using System.Diagnostics;
using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>Films what a run draws. One that cannot go on ends, and the run does not.</summary>
sealed class FilmOfRun : IDisposable
{
    const int FramesPerSecond = 10, FastFramesPerSecond = 20; // of the run's time, of its steps

    readonly ScenePlayer player;
    readonly Trainers trainers;
    readonly FilmOptions options;
    readonly Action<string, Action> beside;
    readonly Film film;
    long filmedAt, filmed; // a timestamp; of the frames drawn
    bool isDue, isOver;

    /// <param name="beside">Runs what the run does not depend on, and tells of its failure, by the file.</param>
    public FilmOfRun(FilmOptions options, ScenePlayer player, Trainers trainers, Action<string, Action> beside)
    {
        (this.options, this.player, this.trainers, this.beside) = (options, player, trainers, beside);
        film = new Film(options.File, options.Every is null ? FramesPerSecond : FastFramesPerSecond);
        if (options.Every is { } steps)
        {
            trainers.First.Every(steps, Ask);
        }
    }

    /// <summary>To be called after each frame.</summary>
    public void TakeIfDue()
    {
        // Steps that were asked for are waited for; of the run's time a frame may be left out.
        isDue |= options.Every is null && !film.IsBusy && Stopwatch.GetElapsedTime(filmedAt).TotalSeconds >= 1.0 / FramesPerSecond;
        if (isDue && !isOver)
        {
            beside(options.File, Take);
        }
    }

    /// <summary>Takes the run's last frame, and waits for the file.</summary>
    public void End()
    {
        if (!isOver)
        {
            beside(options.File, () =>
            {
                Take();
                film.End();
            });
        }

        isOver = true;
    }

    public void Dispose() => film.Dispose();

    void Ask()
    {
        isDue = true;
        trainers.Yield(); // so that just this step is drawn
    }

    void Take()
    {
        if (player.FramesDrawn == filmed)
        {
            return; // a window that nobody sees
        }

        (isDue, filmed, filmedAt) = (false, player.FramesDrawn, Stopwatch.GetTimestamp());
        isOver = true; // unless nothing is thrown
        player.AddTo(film);
        isOver = false;
    }
}
