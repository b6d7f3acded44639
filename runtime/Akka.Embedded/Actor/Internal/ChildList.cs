using Akka.Dispatch;

namespace Akka.Actor.Internal;

internal sealed partial class ActorCell
{
    /// <summary>
    /// An actor's children in order of creation, linked through the children themselves; names given by the user are looked up, generated
    /// ones are only made into text when somebody asks. Guarded by its own lock: a guardian's children are made from any thread.
    /// </summary>
    private sealed class ChildList
    {
        private const string Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

        private readonly Lock _lock = new();
        private ActorCell _first;
        private ActorCell _last;
        private Dictionary<string, ActorCell> _named;
        private long _generated;
        private bool _closed;

        internal int Count { get; private set; }

        /// <summary>Children that the parent has told to stop and that haven't yet; used on the parent's turn only.</summary>
        internal int Stopping { get; set; }

        internal static string GeneratedName(long number)
        {
            Span<char> text = stackalloc char[12];
            var length = 0;
            text[length++] = '$';
            do
            {
                text[length++] = Digits[(int)(number & 63)];
                number >>= 6;
            }
            while (number != 0);
            return new string(text[..length]);
        }

        internal ActorCell Add(ActorCell parent, MessageDispatcher dispatcher, Props props, string name)
        {
            lock (_lock)
            {
                if (_closed) throw new InvalidOperationException($"Cannot create a child of {parent.Path} while it is stopping");
                var number = name is null ? _generated++ : 0;
                // A number that the child has no room for is made into a name at once.
                var child = new ActorCell(dispatcher, props, parent, number > uint.MaxValue ? GeneratedName(number) : name, (uint)number);
                if (name is not null && !(_named ??= []).TryAdd(name, child))
                    throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
                child._previousSibling = _last;
                if (_last is null) _first = child;
                else _last._nextSibling = child;
                _last = child;
                Count++;
                return child;
            }
        }

        internal bool Remove(ActorCell child)
        {
            lock (_lock)
            {
                if (!Contains(child)) return false;
                if (child._previousSibling is null) _first = child._nextSibling;
                else child._previousSibling._nextSibling = child._nextSibling;
                if (child._nextSibling is null) _last = child._previousSibling;
                else child._nextSibling._previousSibling = child._previousSibling;
                child._previousSibling = child._nextSibling = null;
                if (child._identity is not null) _named?.Remove(child.Name);
                Count--;
                return true;
            }
        }

        internal bool Contains(ActorCell child) => child._previousSibling is not null || _first == child;

        /// <summary>From here on no child can be made.</summary>
        internal void Close()
        {
            lock (_lock) _closed = true;
        }

        internal ActorCell Find(string name)
        {
            lock (_lock)
            {
                if (name.Length == 0 || name[0] != '$') return _named?.GetValueOrDefault(name);
                for (var child = _first; child is not null; child = child._nextSibling)
                {
                    if (child.Name == name) return child;
                }

                return null;
            }
        }

        internal List<ActorCell> Snapshot()
        {
            lock (_lock)
            {
                var all = new List<ActorCell>(Count);
                for (var child = _first; child is not null; child = child._nextSibling) all.Add(child);
                return all;
            }
        }
    }
}
