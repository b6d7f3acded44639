using Akka.Actor;
using Akka.Events.Handling;

namespace Akka.Events.Operating.Internal.Queries;

/// <summary>
/// Failures on their way between processes: the library's own and .NET's common ones arrive as what they were, others as
/// <see cref="QueryFailedException"/>. None is made by a type's name.
/// </summary>
internal static class QueryFailures
{
    private static readonly Dictionary<string, Func<string, Exception>> Common = new(StringComparer.Ordinal)
    {
        [typeof(InvalidOperationException).FullName!] = message => new InvalidOperationException(message),
        [typeof(ArgumentException).FullName!] = message => new ArgumentException(message),
        [typeof(NotSupportedException).FullName!] = message => new NotSupportedException(message),
        [typeof(NotImplementedException).FullName!] = message => new NotImplementedException(message),
        [typeof(KeyNotFoundException).FullName!] = message => new KeyNotFoundException(message),
        [typeof(FormatException).FullName!] = message => new FormatException(message),
        [typeof(TimeoutException).FullName!] = message => new TimeoutException(message),
    };

    public static RoutedFailure Of(long id, Exception cause) => cause switch
    {
        PartitionNotOwnedException => new RoutedFailure(id, QueryFailure.NotOwned, "", Reason.Message(cause)),
        AskTimeoutException => new RoutedFailure(id, QueryFailure.Busy, "", Reason.Message(cause)),
        UnreadableStateException unreadable => new RoutedFailure(id, QueryFailure.Unreadable, "", unreadable.Reason),
        MisplacedKeysException misplaced => new RoutedFailure(id, QueryFailure.Misplaced, "", misplaced.Reason),
        _ => new RoutedFailure(id, QueryFailure.Failed, cause.GetType().FullName!, Reason.Message(cause)),
    };

    /// <summary>What an asker is told of a failure that no second attempt would mend.</summary>
    public static Exception Exception(RoutedFailure failure, string group, string entity, string key) => failure.Kind switch
    {
        QueryFailure.Misplaced => new MisplacedKeysException(group, failure.Message),
        QueryFailure.Unreadable => new UnreadableStateException(entity, key, failure.Message),
        _ when Common.TryGetValue(failure.Type, out var make) => make(failure.Message),
        _ => new QueryFailedException(entity, key, failure.Type, failure.Message),
    };
}
