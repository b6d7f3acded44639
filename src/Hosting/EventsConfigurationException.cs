namespace Akka.Events.Hosting;

/// <summary>What is configured can't work. Thrown at start, with everything that is wrong at once.</summary>
public sealed class EventsConfigurationException : Exception
{
    /// <summary>Made at start.</summary>
    /// <param name="errors">One line for each thing that is wrong, beginning with the key's path where there is one.</param>
    /// <param name="cause">What a handler's own code has thrown, where that is one of them.</param>
    public EventsConfigurationException(IReadOnlyList<string> errors, Exception? cause = null)
        : base(errors.Count == 1 ? errors[0] : $"{errors.Count} errors in the configuration:\n  {string.Join("\n  ", errors)}", cause) =>
        Errors = errors;

    /// <summary>One line for each thing that is wrong.</summary>
    public IReadOnlyList<string> Errors { get; }
}
