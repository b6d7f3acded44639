namespace Akka.Events.Torture.Checking;

/// <summary>A handler's run for one record.</summary>
/// <param name="Process">Where: worker and life.</param>
/// <param name="Key">The record's key.</param>
/// <param name="Number">The record's number.</param>
/// <param name="Source">The record.</param>
/// <param name="Begun">When, in the machine's ticks, which all processes share.</param>
/// <param name="Ended">When; <see cref="Never"/> where the process has ended before.</param>
internal sealed record Attempt(string Process, string Key, long Number, Source Source, long Begun, long Ended)
{
    public const long Never = long.MaxValue;
}
