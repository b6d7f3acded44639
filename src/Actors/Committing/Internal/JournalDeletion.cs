namespace Akka.Events.Committing.Internal;

/// <summary>
/// Deletes old rows in steps, each of which the database can do within its time: all at once, after years of history say, would never end
/// well. Not thread-safe; no I/O.
/// </summary>
internal sealed class JournalDeletion(TimeProvider time)
{
    private const long FirstStep = 100;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(500), Slow = TimeSpan.FromSeconds(5), Lost = TimeSpan.FromMinutes(10);

    private long _step = FirstStep;
    private long _target;
    private long _through;
    private long? _underWay;
    private long _began;

    /// <summary>All rows up to this one may go.</summary>
    /// <returns>Up to where they are to be deleted now; null for nothing, or while a step is under way.</returns>
    public long? Begin(long target)
    {
        _target = Math.Max(_target, target);
        if (_underWay is not null && time.GetElapsedTime(_began) < Lost) return null;
        return Next();
    }

    /// <summary>The step under way has ended.</summary>
    /// <param name="deleted">Whether it has deleted. If not, the next begins with the next checkpoint, and is smaller.</param>
    /// <returns>The next step, if any.</returns>
    public long? Ended(bool deleted)
    {
        if (_underWay is not { } step) return null;
        var took = time.GetElapsedTime(_began);
        _underWay = null;
        if (!deleted || took > Slow) _step = Math.Max(1, _step / 4);
        else if (took < Quick) _step *= 2;
        if (!deleted) return null;
        _through = step;
        return Next();
    }

    private long? Next()
    {
        if (_through >= _target) return null;
        _began = time.GetTimestamp();
        return _underWay = Math.Min(_target, _through + _step);
    }
}
