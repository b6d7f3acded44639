using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>A path from an anchor, followed anew for each message.</summary>
public class ActorSelection : ICanTell
{
    public ActorSelection() { }

    public ActorSelection(IActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        Path = path;
    }

    public ActorSelection(IActorRef anchor, string path)
        : this(anchor, path is "" ? [] : path.Split('/')) { }

    public ActorSelection(IActorRef anchor, IEnumerable<string> elements)
        : this(anchor, elements.Where(element => element is not ("" or ".")).Select(SelectionPathElement.Parse).ToArray()) { }

    public IActorRef Anchor { get; }
    public SelectionPathElement[] Path { get; }
    public string PathString => "/" + string.Join<SelectionPathElement>("/", Path);

    public void Tell(object message, IActorRef sender = null)
    {
        if (message is null) throw new InvalidMessageException("Message is null");
        var fannedOut = false;
        List<IInternalActorRef> targets = [(IInternalActorRef)Anchor];
        foreach (var element in Path)
        {
            var next = targets.SelectMany(target => Step(target, element)).ToList();
            if (element is SelectChildPattern && next.Count > 1) fannedOut = true;
            targets = next;
        }

        foreach (var target in targets) target.Tell(message, sender ?? ActorCell.ImplicitSender);
        if (targets.Count > 0) return;
        var system = ((IInternalActorRef)Anchor).SystemOrNull;
        if (message is Identify || !fannedOut)
            system.DeadLetterRef.Receive(message, sender ?? ActorCell.ImplicitSender, new MissingRef(system, MissingPath()));
    }

    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(null), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException($"There is no actor at {this}");
        }
        catch (AskTimeoutException e)
        {
            throw new ActorNotFoundException($"No actor at {this} answered within {timeout}", e);
        }
    }

    public override bool Equals(object obj) =>
        obj is ActorSelection other && Equals(Anchor, other.Anchor) && PathString == other.PathString;

    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);
    public override string ToString() => $"ActorSelection[Anchor({Anchor.Path}), Path({PathString})]";

    private ActorPath MissingPath() =>
        Path.Aggregate(Anchor.Path, (path, element) => element is SelectParent ? path.Parent : path / element.ToString());

    private static IEnumerable<IInternalActorRef> Step(IInternalActorRef from, SelectionPathElement element)
    {
        switch (element)
        {
            case SelectParent:
                return [from.ParentOrNull as IInternalActorRef ?? from];
            case SelectChildPattern pattern:
                return from is ActorCell cell ? cell.ChildSnapshot().Where(child => pattern.Matches(child.Name)) : [];
            default:
                return from.ChildOrNull(element.ToString()) is { } found ? [found] : [];
        }
    }

    private sealed class MissingRef(ActorSystemImpl system, ActorPath path) : InternalActorRef
    {
        public override ActorPath Path => path;
        internal override ActorSystemImpl SystemOrNull => system;
        internal override bool IsTerminated => true;
        public override void Tell(object message, IActorRef sender) => system.DeadLetterRef.Receive(message, sender, this);
    }
}
