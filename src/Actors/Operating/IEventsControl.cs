namespace Akka.Events.Operating;

/// <summary>Holds the groups of this process back, and lets them go on.</summary>
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
}
