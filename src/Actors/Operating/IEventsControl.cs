namespace Akka.Events.Operating;

/// <summary>Holds the groups of this process back, lets them go on, and bounds their work.</summary>
public interface IEventsControl
{
    /// <summary>
    /// Stops handing out records of a group, or of a part of it, in this process: what is under way is finished and committed. The process
    /// stays a member and keeps its partitions; those that it is given later wait as well. Lasts until <see cref="Resume"/>, or the process's
    /// end. Queries are answered.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="topic">One of its topics; null for all.</param>
    /// <param name="partition">A partition of the topic; null for all.</param>
    /// <exception cref="ArgumentException">There is no such group in this process, or it doesn't read the topic; or a partition without a topic.</exception>
    void Pause(string group, string? topic = null, int? partition = null);

    /// <summary>Goes on where <see cref="Pause"/> has stopped, also with what was paused in parts of it.</summary>
    /// <param name="group">The group.</param>
    /// <param name="topic">One of its topics; null for all.</param>
    /// <param name="partition">A partition of the topic; null for all.</param>
    /// <exception cref="ArgumentException">There is no such group in this process, or it doesn't read the topic; or a partition without a topic.</exception>
    /// <exception cref="InvalidOperationException">A pause of more than that holds it.</exception>
    void Resume(string group, string? topic = null, int? partition = null);

    /// <summary>
    /// Bounds how many events of plain handlers, and batches of batch handlers, are handled at once in this process. What is under way stays; what
    /// waits begins at once where there is room. Lasts until the process ends: then the configuration says again.
    /// </summary>
    /// <param name="max">How many, at least 1; null for no limit, for a handler the one that its options have.</param>
    /// <param name="group">Of this group; null for all groups together.</param>
    /// <param name="handler">Of this handler of the group; null for all of them together.</param>
    /// <exception cref="ArgumentException">There is no such group in this process, or no such handler, or it is an entity; or a handler without a
    /// group; or less than 1.</exception>
    void LimitExecuting(int? max, string? group = null, string? handler = null);

    /// <summary>
    /// Bounds how many records may be under way in this process, each assigned partition having an equal share, at least 1. Where more are, reading goes on when
    /// enough of them are finished. Lasts until the process ends: then the configuration says again.
    /// </summary>
    /// <param name="max">How many, at least 1; null for no more limit than each partition has by itself.</param>
    /// <param name="group">Of this group; null for all groups together.</param>
    /// <exception cref="ArgumentException">There is no such group in this process, or less than 1.</exception>
    void LimitOutstanding(int? max, string? group = null);
}
