namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>Gathers what is wrong, so that one start tells all of it.</summary>
internal sealed class ErrorList
{
    private readonly List<string> _errors = [];
    private Exception? _cause;

    public IReadOnlyList<string> All => _errors;

    public void Add(string path, string reason) => Add($"{path}: {reason}");

    public void Add(string error)
    {
        if (!_errors.Contains(error)) _errors.Add(error);
    }

    /// <summary>With the exception that shows where it comes from; the first one is kept.</summary>
    public void Add(string error, Exception cause)
    {
        Add(error);
        _cause ??= cause;
    }

    /// <summary>Runs a step; what it finds unreadable becomes an error at the path.</summary>
    public void Try(string path, Action step)
    {
        try
        {
            step();
        }
        catch (FormatException e)
        {
            Add(path, e.Message);
        }
    }

    public void ThrowIfAny()
    {
        if (_errors.Count > 0) throw new EventsConfigurationException(_errors, _cause);
    }
}
