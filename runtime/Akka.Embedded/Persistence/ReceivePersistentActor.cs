using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Persistence;

public abstract class ReceivePersistentActor : UntypedPersistentActor, IInitializableActor
{
    private readonly MessageHandlers _commands = new();
    private readonly MessageHandlers _recover = new();
    private MessageHandlers _configuring;
    private bool _constructed;

    protected ReceivePersistentActor() => _configuring = _commands;

    private MessageHandlers Commands => _configuring ?? throw new InvalidOperationException(
        "Command handlers can be added only in the constructor or in the action given to Become");

    private MessageHandlers Recovers => !_constructed ? _recover : throw new InvalidOperationException(
        "Recover handlers can be added only in the constructor");

    void IInitializableActor.Init()
    {
        _configuring = null;
        _constructed = true;
    }

    protected sealed override void OnCommand(object message)
    {
        if (!_commands.TryHandle(message)) Unhandled(message);
    }

    protected sealed override void OnRecover(object message)
    {
        if (!_recover.TryHandle(message)) Unhandled(message);
    }

    protected void Become(Action configure) => Become(Configure(configure));
    protected void BecomeStacked(Action configure) => BecomeStacked(Configure(configure));
    protected void Command<T>(Action<T> handler, Predicate<T> shouldHandle = null) => Commands.Add(handler, shouldHandle);
    protected void Command<T>(Predicate<T> shouldHandle, Action<T> handler) => Commands.Add(handler, shouldHandle);

    protected void Command(Type messageType, Action<object> handler, Predicate<object> shouldHandle = null) =>
        Commands.Add(messageType, handler, shouldHandle);

    protected void Command(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Commands.Add(messageType, handler, shouldHandle);

    protected void Command<T>(Func<T, bool> handler) => Commands.Add(handler);
    protected void Command(Type messageType, Func<object, bool> handler) => Commands.Add(messageType, handler);
    protected void Command(Action<object> handler) => Commands.Add(handler, null);
    protected void CommandAny(Action<object> handler) => Commands.Add(handler, null);
    protected void CommandAnyAsync(Func<object, Task> handler) => CommandAsync(handler);

    protected void CommandAsync<T>(Func<T, Task> handler, Predicate<T> shouldHandle = null) =>
        Commands.Add(Asynchronous(handler), shouldHandle);

    protected void CommandAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => Commands.Add(Asynchronous(handler), shouldHandle);

    protected void CommandAsync(Type messageType, Func<object, Task> handler, Predicate<object> shouldHandle = null) =>
        Commands.Add(messageType, Asynchronous(handler), shouldHandle);

    protected void CommandAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        Commands.Add(messageType, Asynchronous(handler), shouldHandle);

    protected void Recover<T>(Action<T> handler, Predicate<T> shouldHandle = null) => Recovers.Add(handler, shouldHandle);
    protected void Recover<T>(Predicate<T> shouldHandle, Action<T> handler) => Recovers.Add(handler, shouldHandle);

    protected void Recover(Type messageType, Action<object> handler, Predicate<object> shouldHandle = null) =>
        Recovers.Add(messageType, handler, shouldHandle);

    protected void Recover(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Recovers.Add(messageType, handler, shouldHandle);

    protected void Recover<T>(Func<T, bool> handler) => Recovers.Add(handler);
    protected void Recover(Type messageType, Func<object, bool> handler) => Recovers.Add(messageType, handler);
    protected void RecoverAny(Action<object> handler) => Recovers.Add(handler, null);

    private Action<T> Asynchronous<T>(Func<T, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return message => RunAsync(() => handler(message));
    }

    private Receive Configure(Action configure) => MessageHandlers.Configure(ref _configuring, configure, Unhandled);
}
