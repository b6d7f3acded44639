using Akka.Events.Subscribing;
using Akka.Streams;
using Akka.Streams.Stage;

namespace Akka.Events.Streams.Internal;

/// <summary>A subscription as a source. It is asked for the next event when that is wanted, and disposed when the stream ends, however it does.</summary>
internal sealed class SubscriptionStage<T>(Func<CancellationToken, Task<EventSubscription<T>>> subscribe)
    : GraphStageWithMaterializedValue<SourceShape<ReceivedEvent<T>>, Task>
{
    private readonly Func<CancellationToken, Task<EventSubscription<T>>> _subscribe = subscribe;
    private readonly Outlet<ReceivedEvent<T>> _out = new("events");

    public override SourceShape<ReceivedEvent<T>> Shape => field ??= new SourceShape<ReceivedEvent<T>>(_out);

    public override ILogicAndMaterializedValue<Task> CreateLogicAndMaterializedValue(Attributes inheritedAttributes)
    {
        var logic = new Logic(this);
        return new LogicAndMaterializedValue<Task>(logic, logic.Started.Task);
    }

    private sealed class Logic : OutGraphStageLogic
    {
        private readonly SubscriptionStage<T> _stage;
        private readonly CancellationTokenSource _ending = new();
        private readonly Action<EventSubscription<T>> _subscribed;
        private readonly Action<ReceivedEvent<T>> _received;
        private readonly Action<Exception> _failed;
        private EventSubscription<T>? _subscription;

        public Logic(SubscriptionStage<T> stage) : base(stage.Shape)
        {
            _stage = stage;
            _subscribed = GetAsyncCallback<EventSubscription<T>>(OnSubscribed);
            _received = GetAsyncCallback<ReceivedEvent<T>>(received => Push(stage._out, received));
            _failed = GetAsyncCallback<Exception>(OnFailed);
            SetHandler(stage._out, this);
        }

        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void PreStart() => _ = Subscribe();

        public override void OnPull()
        {
            if (_subscription is { } subscription) _ = Receive(subscription);
        }

        public override void PostStop()
        {
            _ending.Cancel();
            Started.TrySetException(new InvalidOperationException("the stream has ended before it was subscribed"));
            _ = Started.Task.Exception;
        }

        private async Task Subscribe()
        {
            try
            {
                var subscription = await _stage._subscribe(_ending.Token).ConfigureAwait(false);
                // Also when the stream has ended meanwhile, and takes no message any more.
                _ending.Token.Register(() => subscription.DisposeAsync());
                _subscribed(subscription);
                Started.TrySetResult();
            }
            catch (Exception e)
            {
                Started.TrySetException(e);
                _failed(e);
            }
        }

        private void OnSubscribed(EventSubscription<T> subscription)
        {
            _subscription = subscription;
            if (IsAvailable(_stage._out)) _ = Receive(subscription);
        }

        private async Task Receive(EventSubscription<T> subscription)
        {
            try
            {
                _received(await subscription.ReceiveAsync(_ending.Token).ConfigureAwait(false));
            }
            catch (Exception e)
            {
                _failed(e);
            }
        }

        // The process stops: there is nothing more to come.
        private void OnFailed(Exception cause)
        {
            if (cause is ObjectDisposedException) CompleteStage();
            else FailStage(cause);
        }
    }
}
