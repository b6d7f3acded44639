using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Events.Hosting.Dashboard.Internal.Operating;

/// <summary>The actors of this process, as they are while one looks.</summary>
internal static class ActorTree
{
    private const int Deepest = 20, Most = 1000;

    /// <summary>Null where there is no such actor.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="path">Where it begins (/user/…); null for /user.</param>
    /// <param name="depth">How many generations.</param>
    /// <param name="children">Of each actor at most so many; the others are counted.</param>
    public static ActorNode? Of(IServiceProvider services, string? path, int depth, int children)
    {
        if (services.GetService<ActorSystem>() is not ExtendedActorSystem system || system.Provider.RootGuardian is not ActorRefWithCell at) return null;
        foreach (var name in (path ?? "/user").Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at.Children.OfType<ActorRefWithCell>().FirstOrDefault(child => child.Path.Name == name) is not { } child) return null;
            at = child;
        }
        return Node(at, Math.Clamp(depth, 0, Deepest), Math.Clamp(children, 1, Most));
    }

    private static ActorNode Node(ActorRefWithCell actor, int depth, int most)
    {
        // One that ends while one looks has no children.
        var all = actor.Children.OfType<ActorRefWithCell>().ToArray();
        ActorNode[] shown = depth == 0 ? [] : [.. all.OrderBy(c => c.Path.Name, StringComparer.Ordinal).Take(most).Select(c => Node(c, depth - 1, most))];
        return new ActorNode(actor.Path.ToStringWithoutAddress(), actor.Path.Name, actor.Underlying.Props?.Type?.Name, actor.IsTerminated, all.Length, shown);
    }
}

/// <param name="Path">Its path.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its class.</param>
/// <param name="Ended">It has ended meanwhile.</param>
/// <param name="Count">How many children it has.</param>
/// <param name="Children">Those that are shown.</param>
internal sealed record ActorNode(string Path, string Name, string? Type, bool Ended, int Count, IReadOnlyList<ActorNode> Children);
