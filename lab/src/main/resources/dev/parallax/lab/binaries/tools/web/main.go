// parallax-web is the application that the conformance tests deploy: a web server that tells what it was given.
//
//	/         the replica's name
//	/healthz  200, or 503 after a POST to /unhealthy and until one to /healthy
//	/expects?header=H&value=V&status=N  status N to whoever sends the header with that value, 403 to all others
//	/env      the environment as JSON
//	/whoami   name, address, process id and start time as JSON
//	/file?path=P  the content of a file
//	/exit     ends the process (POST), with the status ?status=N
//	/hang     stops answering without ending (POST)
//	/log?line=L  writes a line to its standard output (POST)
//
// It listens on PORT at REPLICA_ADDRESS (everywhere when there is none).
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	name := os.Getenv("REPLICA_NAME")
	if name == "" {
		name, _ = os.Hostname()
	}
	started := time.Now().UTC()
	var unhealthy, hung atomic.Bool

	pages := http.NewServeMux()
	pages.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, name)
	})
	pages.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if unhealthy.Load() {
			http.Error(w, "unhealthy", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	pages.HandleFunc("GET /expects", func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		status, err := strconv.Atoi(query.Get("status"))
		if err != nil || status < 200 || status > 599 {
			http.Error(w, "no status", http.StatusBadRequest)
			return
		}
		if query.Get("value") == "" || r.Header.Get(query.Get("header")) != query.Get("value") {
			status = http.StatusForbidden
		}
		w.WriteHeader(status)
	})
	pages.HandleFunc("GET /env", func(w http.ResponseWriter, r *http.Request) {
		environment := map[string]string{}
		for _, entry := range os.Environ() {
			key, value, _ := strings.Cut(entry, "=")
			environment[key] = value
		}
		reply(w, environment)
	})
	pages.HandleFunc("GET /whoami", func(w http.ResponseWriter, r *http.Request) {
		reply(w, map[string]any{
			"name": name, "address": os.Getenv("REPLICA_ADDRESS"), "pid": os.Getpid(), "user": os.Getuid(),
			"started": started.Format(time.RFC3339Nano), "arguments": os.Args[1:],
		})
	})
	pages.HandleFunc("GET /file", func(w http.ResponseWriter, r *http.Request) {
		content, err := os.ReadFile(r.URL.Query().Get("path"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		w.Write(content)
	})
	pages.HandleFunc("POST /unhealthy", func(w http.ResponseWriter, r *http.Request) { unhealthy.Store(true) })
	pages.HandleFunc("POST /healthy", func(w http.ResponseWriter, r *http.Request) { unhealthy.Store(false) })
	pages.HandleFunc("POST /hang", func(w http.ResponseWriter, r *http.Request) { hung.Store(true) })
	pages.HandleFunc("POST /log", func(w http.ResponseWriter, r *http.Request) {
		fmt.Println(r.URL.Query().Get("line"))
	})
	pages.HandleFunc("POST /exit", func(w http.ResponseWriter, r *http.Request) {
		status, _ := strconv.Atoi(r.URL.Query().Get("status"))
		os.Exit(status)
	})

	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if hung.Load() {
			<-r.Context().Done()
			return
		}
		pages.ServeHTTP(w, r)
	})

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		<-signals
		os.Exit(0)
	}()
	log.Fatal(http.ListenAndServe(net.JoinHostPort(os.Getenv("REPLICA_ADDRESS"), port), handler))
}

func reply(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(value)
}
