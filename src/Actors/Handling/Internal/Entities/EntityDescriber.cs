using System.Reflection;
using Akka.Actor;
using Akka.Events.Handling.Internal.Instances;

namespace Akka.Events.Handling.Internal.Entities;

/// <summary>
/// Makes the first two instances of an entity class, asks what they have registered, finds out by what they hold whether one may serve any
/// key, and lets them go.
/// </summary>
internal sealed class EntityDescriber : UntypedActor
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly EntityType _type;
    private readonly TaskCompletionSource<EntityBlueprint> _described;
    private EntityBlueprint? _first;

    public EntityDescriber(EntityType type, TaskCompletionSource<EntityBlueprint> described)
    {
        _type = type;
        _described = described;
    }

    /// <exception cref="InvalidOperationException">The class can't be made; the cause is what its constructor has thrown.</exception>
    public static async Task<EntityBlueprint> Describe(IActorRefFactory actors, EntityType type)
    {
        var described = new TaskCompletionSource<EntityBlueprint>(TaskCreationOptions.RunContinuationsAsynchronously);
        var describer = actors.ActorOf(Props.Create(() => new EntityDescriber(type, described)));
        try
        {
            return await described.Task.WaitAsync(Limit).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"entity {type.ActorType.Name} can't be made: its constructor hasn't ended after {Limit}", e);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"entity {type.ActorType.Name} can't be made: {e.Message}", e);
        }
        finally
        {
            describer.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        }
    }

    protected override void PreStart()
    {
        EntityBlueprint.BeginNoting(_type.ActorType);
        Make();
    }

    protected override void PostStop() => EntityBlueprint.EndNoting(_type.ActorType);

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(failure =>
    {
        _described.TrySetException(Cause(failure));
        return Directive.Stop;
    });

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case EntityBlueprint first when _first is null:
                _first = first;
                Make();
                break;
            case EntityBlueprint second:
                _first.OwnInstance = Sharing.Obstacle(_first.Instance, second.Instance);
                _described.TrySetResult(_first);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Make() => Context.ActorOf(_type.Props).Tell(DescribeEntity.Instance);

    private static Exception Cause(Exception failure) => failure switch
    {
        ActorInitializationException { InnerException: { } cause } => Cause(cause),
        TargetInvocationException { InnerException: { } cause } => Cause(cause),
        TypeLoadException { InnerException: { } cause } => Cause(cause),
        _ => failure,
    };
}
